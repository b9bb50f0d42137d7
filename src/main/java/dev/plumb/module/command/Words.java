package dev.plumb.module.command;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a shell does, with its quotes, but without expanding anything. */
final class Words {

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;

  private Words(String line) {
    this.line = line;
  }

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must" for an open quote
   */
  static List<String> split(String line) {
    return new Words(line).split();
  }

  private List<String> split() {
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> {
          end();
          i++;
        }
        case '\'' -> i = singleQuoted(i + 1);
        case '"' -> i = doubleQuoted(i + 1);
        case '\\' -> {
          if (i + 1 == line.length()) {
            throw new IllegalArgumentException("must not end in a backslash");
          }
          // A backslash at the end of a line joins it with the next.
          if (line.charAt(i + 1) != '\n') {
            add(line.charAt(i + 1));
          }
          i += 2;
        }
        default -> {
          add(c);
          i++;
        }
      }
    }
    end();
    return List.copyOf(words);
  }

  private int singleQuoted(int from) {
    int close = line.indexOf('\'', from);
    if (close < 0) {
      throw notClosed('\'');
    }
    begun = true;
    word.append(line, from, close);
    return close + 1;
  }

  private int doubleQuoted(int from) {
    begun = true;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < line.length() && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0) {
        i++;
        c = line.charAt(i);
      }
      word.append(c);
    }
    throw notClosed('"');
  }

  private void add(char c) {
    begun = true;
    word.append(c);
  }

  private void end() {
    if (begun) {
      words.add(word.toString());
      word.setLength(0);
      begun = false;
    }
  }

  private IllegalArgumentException notClosed(char quote) {
    return new IllegalArgumentException(
        "must close its quotes, but has an open " + quote + " in: " + line);
  }
}
