package dev.plumb.report;

import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.value.HostName;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A terminal with colours, and below the lines that stay a small area that shows what each busy
 * host is doing. The area is drawn again ten times a second and gone when the screen is closed.
 */
public final class LiveScreen implements Screen {

  private static final String ERASE_LINE_ABOVE = "\033[1A\033[2K";
  private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(100);

  private final PrintStream out;
  private final LongSupplier nanoClock;
  private final Map<Place, Integer> tasksOfPlay;
  private final Map<HostName, Busy> busy = new TreeMap<>();
  private final Map<HostName, Integer> done = new TreeMap<>();
  private final Thread painter;
  private Size size;
  private int total;
  private int drawn;
  private boolean closed;

  /** What a host is doing, and since when. */
  private record Busy(String doing, long since) {}

  LiveScreen(PrintStream out, Size size, LongSupplier nanoClock, Map<Place, Integer> tasksOfPlay) {
    this.out = out;
    this.size = size;
    this.nanoClock = nanoClock;
    this.tasksOfPlay = Map.copyOf(tasksOfPlay);
    this.painter = Thread.ofPlatform().daemon().name("live area").unstarted(this::keepDrawing);
  }

  /**
   * The screen of a terminal; nothing when the terminal cannot move its cursor.
   *
   * @param out the terminal itself
   * @param tasksOfPlay how many tasks each play has, by the play's place
   */
  public static Optional<Screen> on(
      PrintStream out, LongSupplier nanoClock, Map<Place, Integer> tasksOfPlay) {
    // Signals stay with the command line, which knows what an interrupt shall mean.
    try {
      Terminal terminal =
          TerminalBuilder.builder().system(true).nativeSignals(false).dumb(true).build();
      if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
        terminal.close();
        return Optional.empty();
      }
      LiveScreen screen = new LiveScreen(out, terminal.getSize(), nanoClock, tasksOfPlay);
      // Asking for the size starts a process, so it is asked again only when it changed.
      terminal.handle(Terminal.Signal.WINCH, _ -> screen.resize(terminal.getSize()));
      screen.painter.start();
      return Optional.of(screen);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void print(List<String> lines) {
    StringBuilder text = new StringBuilder();
    erase(text);
    lines.forEach(line -> text.append(line).append('\n'));
    draw(text);
    write(text);
  }

  @Override
  public synchronized void follow(Event event) {
    switch (event) {
      case Event.PlayStarted play -> {
        total = tasksOfPlay.getOrDefault(play.at(), 0);
        done.clear();
        busy.clear();
      }
      case Event.HostBusy host ->
          busy.put(host.host(), new Busy(host.doing(), nanoClock.getAsLong()));
      case Event.TaskEnded ended -> {
        busy.remove(ended.result().host());
        if (!ended.isItem()) {
          done.merge(ended.result().host(), 1, Integer::sum);
        }
      }
      case Event.RunEnded _ -> busy.clear();
      case Event.RunStarted _, Event.TaskStarted _, Event.Warned _ -> {}
    }
  }

  @Override
  public String paint(Status status, String text) {
    int colour =
        switch (status) {
          case OK -> 32;
          case CHANGED -> 33;
          case UNKNOWN -> 35;
          case SKIPPED -> 36;
          case FAILED, REFUSED, UNREACHABLE -> 31;
        };
    return "\033[" + colour + "m" + text + "\033[0m";
  }

  @Override
  public synchronized void close() {
    closed = true;
    StringBuilder text = new StringBuilder();
    erase(text);
    write(text);
    painter.interrupt();
  }

  private synchronized void resize(Size newSize) {
    size = newSize;
  }

  private void keepDrawing() {
    try {
      while (redraw()) {
        Thread.sleep(BETWEEN_DRAWINGS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean redraw() {
    if (!closed && (drawn > 0 || !busy.isEmpty())) {
      StringBuilder text = new StringBuilder();
      erase(text);
      draw(text);
      write(text);
    }
    return !closed;
  }

  private void erase(StringBuilder text) {
    text.append(ERASE_LINE_ABOVE.repeat(drawn));
    drawn = 0;
  }

  private void draw(StringBuilder text) {
    if (closed) {
      return;
    }
    List<String> lines = area();
    lines.forEach(line -> text.append("\033[2m").append(line).append("\033[0m\n"));
    drawn = lines.size();
  }

  /** The lines of the live area as they are now: short enough never to wrap or to scroll away. */
  synchronized List<String> area() {
    int most = Math.max(1, size.getRows() / 2);
    int width = busy.keySet().stream().mapToInt(h -> h.value().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Map.Entry<HostName, Busy> host : busy.entrySet()) {
      if (lines.size() == most) {
        lines.add("and " + (busy.size() - most) + " more hosts");
        break;
      }
      String name = host.getKey().value();
      Duration since = Duration.ofNanos(nanoClock.getAsLong() - host.getValue().since());
      String line =
          name
              + " ".repeat(width - name.length())
              + "  "
              + count(host.getKey())
              + "  "
              + host.getValue().doing()
              + "  "
              + TerminalReport.seconds(since)
              + " s";
      lines.add(line.substring(0, Math.min(line.length(), Math.max(1, size.getColumns() - 1))));
    }
    return lines;
  }

  private String count(HostName host) {
    int n = done.getOrDefault(host, 0);
    return total == 0 ? Integer.toString(n) : n + "/" + total;
  }

  private void write(StringBuilder text) {
    if (!text.isEmpty()) {
      out.append(text);
      out.flush();
    }
  }
}
