package dev.plumb.cli;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.report.DiagnosticPrinter;
import java.io.PrintStream;
import java.util.List;

/** Problems as lines for people. */
final class Problems {

  private Problems() {}

  /** What kept a run from beginning. */
  static void print(List<Diagnostic> problems, PrintStream to) {
    to.print(new DiagnosticPrinter(false).print(problems, "Nothing was sent to any host."));
  }

  /** One problem on its own, between empty lines: it stands among the lines of a run. */
  static List<String> lines(Diagnostic problem) {
    String text = new DiagnosticPrinter(false).print(List.of(problem));
    return ("\n" + text + "\n").lines().toList();
  }
}
