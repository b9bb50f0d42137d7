package dev.plumb.template;

import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.value.Value;
import java.util.List;

/**
 * The source of a template, and how FreeMarker parses it.
 *
 * @param place the place of its first character
 */
record TemplateSource(String text, Kind kind, Place place) {

  enum Kind {
    /** A scalar of a YAML file. */
    TEXT,
    /** A scalar that is an expression without braces. */
    EXPRESSION,
    /** A whole file. */
    FILE
  }

  static TemplateSource text(Value.Text text) {
    return new TemplateSource(text.text(), Kind.TEXT, text.place());
  }

  static TemplateSource expression(Value.Text text) {
    return new TemplateSource(text.text(), Kind.EXPRESSION, text.place());
  }

  static TemplateSource file(SourceText source) {
    return new TemplateSource(source.text(), Kind.FILE, Place.of(source, 1, 1));
  }

  String summary() {
    return kind == Kind.EXPRESSION ? "Invalid expression" : "Template error";
  }

  /**
   * Maps a line and column of the text to the user's file. The scalar may be quoted, indented or
   * folded there, so this searches for the text around the column; if it is not found, returns the
   * place of the whole scalar.
   */
  Place placeAt(int line, int column, int length) {
    if (!place.known()) {
      return place;
    }
    if (kind == Kind.FILE) {
      return new Place(place.source(), line, column, length);
    }
    List<String> lines = text.lines().toList();
    if (line < 1 || line > lines.size() || column < 1) {
      return place;
    }
    String here = lines.get(line - 1);
    int offset = Math.min(column - 1, here.length());
    int start = pieceStart(here, offset);
    String piece = here.substring(start, pieceEnd(here, offset));
    if (piece.isEmpty()) {
      return place;
    }
    int earlier = occurrences(here.substring(0, start), piece);
    for (String before : lines.subList(0, line - 1)) {
      earlier += occurrences(before, piece);
    }
    return find(piece, earlier, offset - start, length);
  }

  /**
   * Returns the place {@code shift} characters after the start of the n-th occurrence of the piece.
   */
  private Place find(String piece, int skip, int shift, int length) {
    List<String> lines = place.source().lines();
    // Escapes and indentation only lengthen the source.
    long left = visible(text);
    int toSkip = skip;
    for (int i = place.line() - 1; i < lines.size() && left > 0; i++) {
      String line = lines.get(i);
      int from = i == place.line() - 1 ? Math.min(place.column() - 1, line.length()) : 0;
      left -= visible(line.substring(from));
      for (int at = line.indexOf(piece, from); at >= 0; at = line.indexOf(piece, at + 1)) {
        if (toSkip-- == 0) {
          return new Place(place.source(), i + 1, at + shift + 1, length);
        }
      }
    }
    return place;
  }

  /** Returns the start of the interpolation, directive or line that contains the offset. */
  private static int pieceStart(String line, int offset) {
    int end = Math.min(line.length(), offset + 2);
    String before = line.substring(0, end);
    int start = Math.max(before.lastIndexOf("${"), Math.max(before.lastIndexOf("<#"), -1));
    return start >= 0 && start <= offset ? start : line.length() - line.stripLeading().length();
  }

  private static int pieceEnd(String line, int offset) {
    int end = line.indexOf('}', offset);
    int tag = line.indexOf('>', offset);
    int nearest = end < 0 ? tag : tag < 0 ? end : Math.min(end, tag);
    return nearest < 0 ? line.stripTrailing().length() : nearest + 1;
  }

  private static int occurrences(String text, String piece) {
    int count = 0;
    for (int at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
      count++;
    }
    return count;
  }

  private static long visible(String text) {
    return text.chars().filter(c -> !Character.isWhitespace(c)).count();
  }
}
