package dev.plumb.module.iptables;

import java.util.ArrayList;
import java.util.List;

/** The quoting of words in the output of iptables-save. */
final class SaveFormat {

  private SaveFormat() {}

  /** Quotes a word for iptables-restore. */
  static String quote(String word) {
    return word.matches("[A-Za-z0-9_.,:/!+=@%-]+|\\[0:0\\]")
        ? word
        : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        word.append(line.charAt(i));
        begun = true;
      } else if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (c == ' ' && !quoted) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
