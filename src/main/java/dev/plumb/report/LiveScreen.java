package dev.plumb.report;

import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.value.HostName;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A terminal with colours and, below the permanent lines, a live area that shows what each busy
 * host is doing. The area is redrawn ten times a second and erased when the screen is closed.
 *
 * <p>A separate thread queries the terminal, so that a run of half a second does not wait for it.
 */
public final class LiveScreen implements Screen {

  private static final String ERASE_LINE_ABOVE = "\033[1A\033[2K";
  private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(100);

  /** The size of a terminal in characters. */
  record Size(int columns, int rows) {}

  /** Queries the size of the terminal. */
  interface SizeSource {
    /** The current size; 0 if it is unknown. */
    Size now();
  }

  private final PrintStream out;
  private final LongSupplier nanoClock;
  private final Map<Place, Integer> tasksOfPlay;
  private final Map<HostName, Activity> busy = new TreeMap<>();
  private final Map<HostName, Integer> done = new TreeMap<>();
  private Size size = new Size(0, 0);
  private int total;
  private int drawn;
  private boolean closed;

  /** What a host is doing, and since when, in nanoseconds. */
  private record Activity(String doing, long since) {}

  LiveScreen(PrintStream out, LongSupplier nanoClock, Map<Place, Integer> tasksOfPlay) {
    this.out = out;
    this.nanoClock = nanoClock;
    this.tasksOfPlay = Map.copyOf(tasksOfPlay);
  }

  /**
   * Opens the screen of a terminal that supports colours and cursor movement.
   *
   * @param tasksOfPlay the number of tasks of each play
   */
  public static Screen on(
      PrintStream out, LongSupplier nanoClock, Map<Place, Integer> tasksOfPlay) {
    LiveScreen screen = new LiveScreen(out, nanoClock, tasksOfPlay);
    Thread.ofPlatform()
        .daemon()
        .name("live area")
        .start(() -> screen.drawLoop(new TerminalSizeSource()));
    return screen;
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
  public synchronized void onEvent(Event event) {
    switch (event) {
      case Event.PlayStarted play -> {
        total = tasksOfPlay.getOrDefault(play.place(), 0);
        done.clear();
        busy.clear();
      }
      case Event.HostBusy host ->
          busy.put(host.host(), new Activity(host.doing(), nanoClock.getAsLong()));
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
  public String style(Status status, String text) {
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
  }

  private void drawLoop(SizeSource sizes) {
    try {
      while (redraw(sizes.now())) {
        Thread.sleep(BETWEEN_DRAWINGS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Redraws the area; returns false after the close. */
  synchronized boolean redraw(Size newSize) {
    size = newSize;
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
    if (!closed) {
      List<String> lines = area();
      lines.forEach(line -> text.append("\033[2m").append(line).append("\033[0m\n"));
      drawn = lines.size();
    }
  }

  /** The lines of the live area, which neither wrap nor scroll. */
  private List<String> area() {
    int most = size.rows() / 2;
    int widest = size.columns() - 1;
    List<String> lines = new ArrayList<>();
    if (most < 1 || widest < 1) {
      return lines;
    }
    int width = busy.keySet().stream().mapToInt(h -> h.value().length()).max().orElse(0);
    for (Map.Entry<HostName, Activity> host : busy.entrySet()) {
      if (lines.size() == most) {
        lines.add("and " + (busy.size() - most) + " more hosts");
        break;
      }
      String line = line(host.getKey(), host.getValue(), width);
      lines.add(line.substring(0, Math.min(line.length(), widest)));
    }
    return lines;
  }

  private String line(HostName host, Activity now, int width) {
    int tasks = done.getOrDefault(host, 0);
    return host.value()
        + " ".repeat(width - host.value().length() + 2)
        + (total == 0 ? Integer.toString(tasks) : tasks + "/" + total)
        + "  "
        + now.doing()
        + "  "
        + TerminalReport.seconds(Duration.ofNanos(nanoClock.getAsLong() - now.since()))
        + " s";
  }

  private void write(StringBuilder text) {
    if (!text.isEmpty()) {
      out.append(text);
      out.flush();
    }
  }
}
