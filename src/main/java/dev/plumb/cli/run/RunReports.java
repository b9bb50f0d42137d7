package dev.plumb.cli.run;

import dev.plumb.cli.option.ReportFile;
import dev.plumb.cli.option.ReportOptions;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
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
import dev.plumb.value.Redaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The reports of a run: on the terminal, and in the requested files. */
final class RunReports implements EventSink, AutoCloseable {

  private final Screen screen;
  private final TerminalReport terminal;
  private final List<EventSink> sinks = new ArrayList<>();

  private RunReports(Screen screen, boolean verbose) {
    this.screen = screen;
    this.terminal = new TerminalReport(screen, verbose);
    this.sinks.add(terminal);
  }

  /**
   * Opens the reports.
   *
   * @param live whether a live area may be drawn
   */
  static RunReports open(
      ReportOptions options,
      Mode mode,
      boolean live,
      List<Playbook> playbooks,
      ProcessEnvironment environment) {
    Screen screen =
        live && options.color() && supportsColor(environment)
            ? LiveScreen.on(environment.out(), System::nanoTime, tasksOfPlays(playbooks))
            : new PlainScreen(environment.out());
    RunReports reports = new RunReports(screen, options.verbose());
    options.files().forEach(file -> reports.sinks.add(report(file, mode, environment.redaction())));
    return reports;
  }

  private static EventSink report(ReportFile report, Mode mode, Redaction redaction) {
    Path file = report.path();
    String version = ProcessEnvironment.version();
    ToIntFunction<Event.RunEnded> status = ended -> ExitStatus.of(ended, mode).number();
    return switch (report.format()) {
      case JSON -> new JsonReport(file, redaction, version, status);
      case JSONL -> new JsonLinesReport(file, redaction, version, status);
      case JUNIT -> new JUnitReport(file, redaction);
      case MARKDOWN -> new MarkdownReport(file, redaction);
      case HTML -> new HtmlReport(file, redaction);
    };
  }

  private static boolean supportsColor(ProcessEnvironment environment) {
    Map<String, String> variables = environment.variables();
    return environment.terminal()
        && variables.getOrDefault("NO_COLOR", "").isEmpty()
        && !variables.getOrDefault("TERM", "dumb").equals("dumb");
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
