package dev.plumb.inventory;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line like Python's {@code shlex}, and so Ansible: handles quotes and backslashes; an
 * unquoted {@code #} begins a comment at any position.
 */
final class ShellWords {

  /** A word without its quotes, and its position with them. */
  record Word(String text, int start, int length) {}

  private ShellWords() {}

  /**
   * @throws IllegalArgumentException with a predicate: "ends within a quote ..."
   */
  static List<Word> split(String line) {
    List<Word> words = new ArrayList<>();
    int i = 0;
    while (i < line.length() && line.charAt(i) != '#') {
      if (Character.isWhitespace(line.charAt(i))) {
        i++;
        continue;
      }
      int start = i;
      StringBuilder word = new StringBuilder();
      while (i < line.length()
          && line.charAt(i) != '#'
          && !Character.isWhitespace(line.charAt(i))) {
        i = readPiece(line, i, word);
      }
      words.add(new Word(word.toString(), start, i - start));
    }
    return words;
  }

  /** Appends the piece at {@code i} and returns the position of the next one. */
  private static int readPiece(String line, int i, StringBuilder word) {
    char c = line.charAt(i);
    if (c == '\\') {
      if (i + 1 >= line.length()) {
        throw new IllegalArgumentException("ends with a backslash that escapes nothing");
      }
      word.append(line.charAt(i + 1));
      return i + 2;
    }
    if (c != '"' && c != '\'') {
      word.append(c);
      return i + 1;
    }
    int at = i + 1;
    while (at < line.length() && line.charAt(at) != c) {
      boolean escape =
          c == '"'
              && line.charAt(at) == '\\'
              && at + 1 < line.length()
              && (line.charAt(at + 1) == '"' || line.charAt(at + 1) == '\\');
      at += escape ? 1 : 0;
      word.append(line.charAt(at++));
    }
    if (at >= line.length()) {
      throw new IllegalArgumentException(
          "ends within a quote that begins at its character " + (i + 1) + " and is never closed");
    }
    return at + 1;
  }
}
