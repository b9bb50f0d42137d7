package dev.plumb.module.docker.daemon;

import java.util.ArrayList;
import java.util.List;

/** The words of a line in a unit, with systemd's quoting rules. */
final class SystemdWords {

  private SystemdWords() {}

  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean within = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        within = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        within = true;
      } else if (Character.isWhitespace(c)) {
        if (within) {
          words.add(word.toString());
        }
        word.setLength(0);
        within = false;
      } else {
        word.append(c);
        within = true;
      }
    }
    if (within) {
      words.add(word.toString());
    }
    return words;
  }

  /** Returns a line that systemd reads as these words. */
  static String join(List<String> words) {
    return String.join(" ", words.stream().map(SystemdWords::quoted).toList());
  }

  private static String quoted(String word) {
    String plain = word.replace("%", "%%").replace("$", "$$");
    return plain.matches("[^\\s\"'\\\\;]+")
        ? plain
        : "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
