package dev.plumb.cli.option;

import dev.plumb.cli.process.ProcessEnvironment;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * How a run is reported.
 *
 * @param color whether colours and the live area are wanted where the terminal supports them
 */
public record ReportOptions(List<ReportFile> files, boolean verbose, boolean color) {

  public static void declare(CommandSpec spec) {
    Flags.flag(spec, "Show the changed lines of files.", "-D", "--diff");
    Flags.flag(
        spec, "Also show tasks that are ok or skipped, and work in progress.", "-v", "--verbose");
    Flags.flag(spec, "Print plain lines, without colours and live area.", "--no-color");
    Flags.values(
        spec, "FORMAT=FILE", "Write a report; formats: " + ReportFile.FORMATS + ".", "--report");
  }

  public static ReportOptions read(ParseResult given, ProcessEnvironment environment) {
    return new ReportOptions(
        Flags.all(given, "--report").stream()
            .map(text -> ReportFile.parse(text, environment))
            .toList(),
        Flags.has(given, "--verbose"),
        !Flags.has(given, "--no-color"));
  }
}
