package dev.plumb.playbook.yaml;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Explains syntax errors of the YAML parser and suggests a remedy. */
final class YamlSyntaxErrors {

  private static final String SUMMARY = "Invalid YAML";

  private YamlSyntaxErrors() {}

  static Diagnostic explain(YAMLException e, SourceText source) {
    if (e instanceof MarkedYAMLException marked) {
      return explainMarked(marked, source);
    }
    if (e instanceof ReaderException reader) {
      return Diagnostic.error(
          SUMMARY,
          placeOfCodePoint(source, reader.getPosition()),
          "YAML does not allow the character U+%04X. Remove it, or write it in double quotes as \"\\u%04X\"."
              .formatted(reader.getCodePoint(), reader.getCodePoint()));
    }
    return Diagnostic.error(
        SUMMARY, new Place(source, 1, 1, 0), "The file cannot be read: " + e.getMessage());
  }

  private static Diagnostic explainMarked(MarkedYAMLException e, SourceText source) {
    Mark problem = e.getProblemMark();
    Mark context = e.getContextMark();
    String words = e.getProblem() == null ? "" : e.getProblem();
    String around = e.getContext() == null ? "" : e.getContext();
    char at = charAt(source, problem);

    if (isUnquotedTemplate(source, problem)) {
      Place place = place(source, problem, -1, 1);
      return error(
          new Place(source, place.line(), place.column(), 2),
          "Within { } and [ ], a template must be quoted:\n    \"${...}\"");
    }
    if (words.contains("\\t") || at == '\t') {
      return error(
          place(source, problem, 0, 1),
          "YAML does not allow tabs for indentation. Indent with spaces.");
    }
    if (words.contains("mapping values are not allowed")) {
      return error(
          place(source, problem, 0, 1),
          "A colon is not allowed here: either this line is indented too far, or the text contains"
              + " a colon and must be quoted:\n"
              + "    key: \"text: more text\"");
    }
    if (around.contains("quoted scalar") && words.contains("unexpected end of stream")) {
      return error(place(source, context, 0, 1), "This quote is never closed.");
    }
    if (around.contains("double-quoted scalar")) {
      return error(
          place(source, problem, -1, 2),
          "Within double quotes, \"\\\" begins an escape sequence, but this is not a valid one."
              + " Write \"\\\\\" for a backslash, or use single quotes.");
    }
    if (words.contains("could not find expected ':'")) {
      return error(
          context == null ? place(source, problem, 0, 0) : place(source, context, 0, 0),
          "This looks like a key without a colon. A key is followed by a colon and a space:\n"
              + "    key: value");
    }
    if (around.contains("flow mapping") || around.contains("flow sequence")) {
      String open = around.contains("mapping") ? "{" : "[";
      String close = open.equals("{") ? "}" : "]";
      return error(
          place(source, context, 0, 1),
          "This \"%s\" is not closed correctly: before line %d, column %d, a \",\" or \"%s\" is missing."
              .formatted(open, line(problem), column(problem), close));
    }
    if (around.contains("block mapping") || around.contains("block collection")) {
      return error(
          place(source, problem, 0, 1),
          "The indentation does not match the lines above: the %s that begins at line %d, column %d continues in that column. Correct the indentation."
              .formatted(
                  around.contains("mapping") ? "mapping" : "list", line(context), column(context)));
    }
    if (words.contains("cannot start any token")) {
      return error(
          place(source, problem, 0, 1),
          "Text that begins with \"%s\" must be quoted.".formatted(at));
    }
    if (around.contains("alias")) {
      return error(
          place(source, context, 0, 1),
          "\"*\" begins an alias, but this is not a valid one. Quote it if it is text:\n    \"*\"");
    }
    return error(
        place(source, problem == null ? context : problem, 0, 0),
        "This is not valid YAML" + (words.isEmpty() ? "." : ": " + words + "."));
  }

  /** Returns whether the parser stopped at the brace of an unquoted template in flow style. */
  private static boolean isUnquotedTemplate(SourceText source, @Nullable Mark mark) {
    if (mark == null || charAt(source, mark) != '{' || mark.getColumn() == 0) {
      return false;
    }
    return lineAt(source, mark).charAt(mark.getColumn() - 1) == '$';
  }

  private static Diagnostic error(Place place, String detail) {
    return Diagnostic.error(SUMMARY, place, detail);
  }

  private static char charAt(SourceText source, @Nullable Mark mark) {
    String line = lineAt(source, mark);
    return mark != null && mark.getColumn() < line.length() ? line.charAt(mark.getColumn()) : ' ';
  }

  private static String lineAt(SourceText source, @Nullable Mark mark) {
    List<String> lines = source.lines();
    return mark != null && mark.getLine() < lines.size() ? lines.get(mark.getLine()) : "";
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1;
  }

  private static int column(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getColumn() + 1;
  }

  private static Place place(SourceText source, @Nullable Mark mark, int shift, int length) {
    return new Place(source, line(mark), Math.max(1, column(mark) + shift), length);
  }

  private static Place placeOfCodePoint(SourceText source, int position) {
    int line = 1;
    int column = 1;
    int[] codePoints = source.text().codePoints().limit(position).toArray();
    for (int c : codePoints) {
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return new Place(source, line, column, 1);
  }
}
