package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.HostName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports a run on the terminal while it proceeds.
 *
 * <p>Prints a line for each notable result. Every line names its host, so that {@code grep node0}
 * shows one host. The recap comes last.
 */
public final class TerminalReport implements EventSink {

  private final Screen screen;
  private final boolean verbose;
  private final DiagnosticPrinter printer = new DiagnosticPrinter(false);

  private boolean check;

  /** Whether the last line is not empty. */
  private boolean lastLineHasText;

  private int hostWidth;

  /** Hosts with items of the current task, whose summary of the items is not shown. */
  private final Set<HostName> withItems = new HashSet<>();

  /**
   * Creates a report.
   *
   * @param verbose whether to show tasks that are ok or skipped, and work in progress
   */
  public TerminalReport(Screen screen, boolean verbose) {
    this.screen = screen;
    this.verbose = verbose;
  }

  @Override
  public void accept(Event event) {
    screen.onEvent(event);
    switch (event) {
      case Event.RunStarted started -> check = started.mode().equals("check");
      case Event.PlayStarted play -> startPlay(play);
      case Event.TaskStarted _ -> withItems.clear();
      case Event.HostBusy busy -> {
        if (verbose) {
          print(List.of(pad(busy.host().value(), hostWidth) + "  ...          " + busy.doing()));
        }
      }
      case Event.TaskEnded ended -> endTask(ended.result(), ended.isItem());
      case Event.Warned warned -> print(printer.lines(warned.warning()));
      case Event.RunEnded ended -> endRun(ended);
    }
  }

  /** Prints a line that is not an event. */
  public void note(String line) {
    print(List.of(line));
  }

  private void startPlay(Event.PlayStarted play) {
    withItems.clear();
    hostWidth = play.hosts().stream().mapToInt(host -> host.value().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    if (lastLineHasText) {
      lines.add("");
    }
    lines.add("Play \"" + play.play() + "\" on " + hosts(play.hosts()));
    print(lines);
  }

  private static String hosts(List<HostName> hosts) {
    // Hundreds of names would hide the results.
    return hosts.size() > 8
        ? hosts.size() + " hosts"
        : hosts.isEmpty()
            ? "no host"
            : hosts.stream().map(HostName::value).collect(Collectors.joining(", "));
  }

  private void endTask(TaskResult result, boolean isItem) {
    boolean sumOfItems = !isItem && withItems.contains(result.host());
    if (isItem) {
      withItems.add(result.host());
    }
    if (sumOfItems || !isShown(result)) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(headline(result));
    for (TaskResult.PropertyChange difference : result.differences()) {
      lines.add(
          "    "
              + difference.property()
              + ": "
              + difference.before()
              + " -> "
              + difference.after());
      difference.diff().forEach(line -> lines.add("      " + line));
    }
    if (showsMessage(result)) {
      result.message().ifPresent(text -> text.lines().forEach(line -> lines.add("    " + line)));
    }
    result.problem().ifPresent(problem -> lines.addAll(printer.lines(problem)));
    print(lines);
  }

  private boolean isShown(TaskResult result) {
    return switch (result.status()) {
      case OK -> verbose || isDebugOutput(result);
      case SKIPPED -> verbose;
      case CHANGED, UNKNOWN, FAILED, REFUSED, UNREACHABLE -> true;
    };
  }

  private boolean showsMessage(TaskResult result) {
    return verbose || isDebugOutput(result) || result.status() != Status.CHANGED;
  }

  /** Whether the message is the purpose of the task. */
  private static boolean isDebugOutput(TaskResult result) {
    return result.printsMessage() && result.message().isPresent();
  }

  private String headline(TaskResult result) {
    String item = result.item().map(i -> " (item " + i + ")").orElse("");
    String more = verbose ? "  [" + result.module() + " " + result.place() + "]" : "";
    String word = pad(word(result), check ? "would change".length() : "unreachable".length());
    return pad(result.host().value(), hostWidth)
        + "  "
        + screen.style(result.status(), word)
        + "  "
        + result.task()
        + item
        + more;
  }

  private String word(TaskResult result) {
    return switch (result.status()) {
      case CHANGED -> check ? "would change" : "changed";
      case FAILED -> result.ignored() ? "ignored" : "failed";
      case OK, UNKNOWN, SKIPPED, REFUSED, UNREACHABLE -> result.status().toString();
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private void endRun(Event.RunEnded ended) {
    List<String> lines = new ArrayList<>();
    if (lastLineHasText) {
      lines.add("");
    }
    lines.add(
        (ended.interrupted() ? "Interrupted after " : check ? "Checked in " : "Applied in ")
            + seconds(ended.duration())
            + " s."
            + (ended.interrupted() && !check
                ? " Completed changes are kept; the next run continues from here."
                : ""));
    lines.addAll(Recap.lines(ended.hosts(), screen));
    addNames(lines, "Stopped because other hosts failed: ", ended.stopped());
    addNames(lines, "Not attempted because other hosts failed: ", ended.notAttempted());
    print(lines);
  }

  private static void addNames(List<String> lines, String what, List<HostName> hosts) {
    if (!hosts.isEmpty()) {
      lines.add(what + hosts.stream().map(HostName::value).collect(Collectors.joining(", ")));
    }
  }

  static String seconds(Duration took) {
    long tenths = (took.toMillis() + 50) / 100;
    return tenths / 10 + "." + tenths % 10;
  }

  private void print(List<String> lines) {
    lastLineHasText = !lines.isEmpty() && !lines.getLast().isEmpty();
    screen.print(lines);
  }
}
