package dev.plumb.module.docker.container;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command in a playbook: a list of words, or a line that is split like a shell command. */
final class ContainerCommand {

  private ContainerCommand() {}

  /**
   * Returns the words, or nothing if no command is given.
   *
   * @throws IllegalArgumentException if it is neither a list nor a line
   */
  static Optional<List<String>> of(Optional<Value> given) {
    return given.map(
        value ->
            switch (value) {
              case Value.Items items -> items.list().stream().map(Value::toString).toList();
              case Value.Text text -> split(text.text());
              case Value.Num _, Value.Bool _, Value.Null _, Value.Entries _, Value.Unknown _ ->
                  throw new IllegalArgumentException(
                      "must have a list of words or a line as a command, but was given "
                          + value.kind());
            });
  }

  /** Splits a line into words with a shell's quoting rules, without any expansion. */
  private static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean escapes = c == '\\' && quote != '\'' && i + 1 < line.length();
      if (escapes && (quote == 0 || "\"\\$`".indexOf(line.charAt(i + 1)) >= 0)) {
        word.append(line.charAt(++i));
        inWord = true;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException(
          "must have a closing quote in the command \"" + line + "\"");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
