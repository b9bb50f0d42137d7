package dev.plumb.report;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The size of the terminal that plumb runs on. Asking starts a process, so it is asked again only
 * after the terminal said that it changed.
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
      // Other signals stay with the command line, which knows what an interrupt shall mean.
      return TerminalBuilder.builder().system(true).nativeSignals(false).dumb(false).build();
    } catch (IOException | IllegalStateException _) {
      return null; // A terminal that is none after all: lines will do.
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
