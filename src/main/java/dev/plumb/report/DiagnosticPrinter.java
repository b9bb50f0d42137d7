package dev.plumb.report;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * Formats diagnostics for people: summary, place, the source line with carets, and the detail.
 * Ordered by file and line.
 */
public final class DiagnosticPrinter {

  private static final Comparator<Diagnostic> BY_PLACE =
      Comparator.comparing((Diagnostic d) -> d.place().source().name())
          .thenComparingInt(d -> d.place().line())
          .thenComparingInt(d -> d.place().column());

  private static final String BOLD_RED = "\u001b[1;31m";
  private static final String BOLD_YELLOW = "\u001b[1;33m";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final boolean colour;

  public DiagnosticPrinter(boolean colour) {
    this.colour = colour;
  }

  /** Formats all diagnostics, separated by empty lines. */
  public String print(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics.stream().sorted(BY_PLACE).toList()) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      printOne(diagnostic, out);
    }
    return out.toString();
  }

  /**
   * Formats all diagnostics and adds a line that counts them.
   *
   * @param afterCount a sentence after the count, or empty
   */
  public String print(List<Diagnostic> diagnostics, String afterCount) {
    String tail = afterCount.isEmpty() ? "" : " " + afterCount;
    return print(diagnostics) + "\n" + count(diagnostics) + tail + "\n";
  }

  /** Formats one diagnostic as lines, with an empty line before and after it. */
  List<String> lines(Diagnostic diagnostic) {
    return ("\n" + print(List.of(diagnostic)) + "\n").lines().toList();
  }

  private void printOne(Diagnostic diagnostic, StringBuilder out) {
    boolean error = diagnostic.severity() == Severity.ERROR;
    out.append(style(error ? "Error:" : "Warning:", error ? BOLD_RED : BOLD_YELLOW))
        .append(' ')
        .append(style(diagnostic.summary(), BOLD))
        .append("\n\n");
    String where = diagnostic.place().toString();
    String context = diagnostic.context();
    if (!where.isEmpty() || !context.isEmpty()) {
      String comma = where.isEmpty() || context.isEmpty() ? "" : ", ";
      out.append("  ").append(where).append(comma).append(context).append("\n\n");
    }
    excerpt(diagnostic.place(), error ? BOLD_RED : BOLD_YELLOW, out);
    diagnostic
        .detail()
        .lines()
        .forEach(line -> out.append(line.isBlank() ? "" : "  " + line).append('\n'));
  }

  private void excerpt(Place place, String caretStyle, StringBuilder out) {
    if (!place.known() || place.source().isHidden()) {
      return;
    }
    List<String> lines = place.source().lines();
    if (place.line() > lines.size()) {
      return;
    }
    int width = String.valueOf(place.line()).length();
    if (place.line() > 1) {
      numbered(place.line() - 1, width, lines.get(place.line() - 2), out);
    }
    String line = lines.get(place.line() - 1);
    numbered(place.line(), width, line, out);
    out.append("  ")
        .append(style(" ".repeat(width) + " |", DIM))
        .append(' ')
        .append(blanks(line, place.column() - 1))
        .append(style("^".repeat(carets(place, line)), caretStyle))
        .append('\n');
  }

  private void numbered(int number, int width, String line, StringBuilder out) {
    String padded = " ".repeat(width - String.valueOf(number).length()) + number;
    out.append("  ").append(style(padded + " |", DIM));
    if (!line.isBlank()) {
      out.append(' ').append(line.stripTrailing());
    }
    out.append('\n');
  }

  /** Blanks as wide as the start of the line: a tab stays a tab. */
  private static String blanks(String line, int upTo) {
    StringBuilder blanks = new StringBuilder();
    for (int i = 0; i < upTo; i++) {
      blanks.append(i < line.length() && line.charAt(i) == '\t' ? '\t' : ' ');
    }
    return blanks.toString();
  }

  private static int carets(Place place, String line) {
    int rest = line.stripTrailing().length() - (place.column() - 1);
    return Math.max(1, Math.min(place.length(), rest));
  }

  private static String count(List<Diagnostic> diagnostics) {
    long errors = diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).count();
    long warnings = diagnostics.size() - errors;
    long files =
        diagnostics.stream()
            .map(d -> d.place().source().name())
            .filter(name -> !name.isEmpty())
            .distinct()
            .count();
    String what =
        warnings == 0
            ? plural(errors, "error")
            : errors == 0
                ? plural(warnings, "warning")
                : plural(errors, "error") + " and " + plural(warnings, "warning");
    return what + (files == 0 ? "." : " in " + plural(files, "file") + ".");
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private String style(String text, String style) {
    return colour ? style + text + PLAIN : text;
  }
}
