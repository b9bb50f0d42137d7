package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.report.HtmlReport;
import dev.plumb.report.JUnitReport;
import dev.plumb.report.JsonLinesReport;
import dev.plumb.report.JsonReport;
import dev.plumb.report.LiveScreen;
import dev.plumb.report.MarkdownReport;
import dev.plumb.report.PlainScreen;
import dev.plumb.report.Screen;
import dev.plumb.report.TerminalReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ParseResult;

/** The reports that a run was asked for. */
final class RunReports implements EventSink, AutoCloseable {

  private final Screen screen;
  private final TerminalReport terminal;
  private final List<EventSink> sinks = new ArrayList<>();

  private RunReports(Screen screen, boolean verbose) {
    this.screen = screen;
    this.terminal = new TerminalReport(screen, verbose, Problems::lines);
    this.sinks.add(terminal);
  }

  static RunReports of(
      ParseResult given, Mode mode, List<Playbook> playbooks, ProcessEnvironment around) {
    List<ReportFile> asked = parse(given, around);
    RunReports reports =
        new RunReports(screen(given, playbooks, around), Flags.has(given, "--verbose"));
    asked.forEach(one -> reports.sinks.add(one.report(mode)));
    return reports;
  }

  /** A report that was asked for: its file can be written. */
  record ReportFile(Format format, Path file) {
    private EventSink report(Mode mode) {
      ToIntFunction<Event.RunEnded> status = ended -> ExitStatus.of(ended, mode).number();
      return switch (format) {
        case JSON -> new JsonReport(file, ProcessEnvironment.version(), status);
        case JSONL -> new JsonLinesReport(file, ProcessEnvironment.version(), status);
        case JUNIT -> new JUnitReport(file);
        case MARKDOWN -> new MarkdownReport(file);
        case HTML -> new HtmlReport(file);
      };
    }
  }

  enum Format {
    JSON,
    JSONL,
    JUNIT,
    MARKDOWN,
    HTML
  }

  static final String FORMATS =
      Stream.of(Format.values())
          .map(format -> format.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));

  static List<ReportFile> parse(ParseResult given, ProcessEnvironment around) {
    return Flags.all(given, "--report").stream().map(asked -> parse(asked, around)).toList();
  }

  private static ReportFile parse(String asked, ProcessEnvironment around) {
    int equals = asked.indexOf('=');
    if (equals < 1 || equals == asked.length() - 1) {
      throw RunFlags.invalidOption("--report", "must be FORMAT=FILE, but was \"" + asked + "\"");
    }
    String name = asked.substring(0, equals);
    Format format =
        Stream.of(Format.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    RunFlags.invalidOption(
                        "--report",
                        "must name a format, one of: %s; but was \"%s\"".formatted(FORMATS, name)));
    Path file = around.workingDirectory().resolve(asked.substring(equals + 1));
    Path parent = file.getParent();
    // Found out now, not after an hour's work.
    if (parent == null || !Files.isWritable(parent) || Files.isDirectory(file)) {
      throw new BadInputException(
          Diagnostic.error(
              "Report cannot be written",
              "The report " + file + " cannot be written: its folder must be there and writable."));
    }
    return new ReportFile(format, file);
  }

  private static Screen screen(
      ParseResult given, List<Playbook> playbooks, ProcessEnvironment around) {
    Map<String, String> environment = around.environment();
    boolean plain =
        !around.terminal()
            || Flags.has(given, "--no-color")
            || Flags.hasIfDeclared(given, "--step")
            || !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "dumb").equals("dumb");
    return plain
        ? new PlainScreen(around.out())
        : LiveScreen.on(around.out(), System::nanoTime, tasksOfPlays(playbooks));
  }

  private static Map<Place, Integer> tasksOfPlays(List<Playbook> playbooks) {
    Map<Place, Integer> tasks = new HashMap<>();
    for (Playbook playbook : playbooks) {
      for (Play play : playbook.plays()) {
        tasks.put(play.place(), play.tasks().size());
      }
    }
    return tasks;
  }

  @Override
  public void accept(Event event) {
    sinks.forEach(report -> report.accept(event));
  }

  void note(String line) {
    terminal.note(line);
  }

  @Override
  public void close() {
    screen.close();
  }
}
