package dev.plumb.report;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The size of the terminal that plumb runs on. A query may start a process, so it is repeated only
 * after the terminal has signalled a change.
 */
final class TerminalSizeSource implements LiveScreen.SizeSource {

  private static final LiveScreen.Size UNKNOWN = new LiveScreen.Size(0, 0);

  private final @Nullable Terminal terminal;
  private volatile boolean changed = true;
  private LiveScreen.Size last = UNKNOWN;

  TerminalSizeSource() {
    terminal = open();
    if (terminal != null) {
      terminal.handle(Terminal.Signal.WINCH, _ -> changed = true);
    }
  }

  private static @Nullable Terminal open() {
    try {
      // Not the native signals, because InterruptHandler handles them.
      return TerminalBuilder.builder().system(true).nativeSignals(false).dumb(false).build();
    } catch (IOException | IllegalStateException _) {
      return null; // Not a terminal: only permanent lines are printed.
    }
  }

  @Override
  public LiveScreen.Size now() {
    if (changed && terminal != null) {
      changed = false;
      last = new LiveScreen.Size(terminal.getWidth(), terminal.getHeight());
    }
    return last;
  }
}
