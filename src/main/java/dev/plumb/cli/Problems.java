package dev.plumb.cli;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Severity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Problems as lines for people. */
final class Problems {

  private Problems() {}

  /** All problems, and what they come to. */
  static void print(List<Diagnostic> problems, PrintStream to) {
    problems.forEach(problem -> lines(problem).forEach(to::println));
  }

  /** One problem on its own. */
  static List<String> lines(Diagnostic problem) {
    List<String> lines = new ArrayList<>();
    lines.add((problem.severity() == Severity.ERROR ? "Error: " : "Warning: ") + problem.summary());
    lines.add("");
    problem.detail().lines().forEach(line -> lines.add("  " + line));
    lines.add("");
    return lines;
  }
}
