package dev.plumb.declared;

import dev.plumb.json.JsonReader;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the output of a program, or the content of a file, becomes a value. */
sealed interface AnswerFormat {

  /** The text without its last line end. */
  record PlainText() implements AnswerFormat {}

  /** The program's exit status; its output is ignored. */
  record StatusNumber() implements AnswerFormat {}

  /** The first match: its first group, or all of it when the expression has none. */
  record FirstMatch(Pattern pattern) implements AnswerFormat {}

  /** The text as JSON. */
  record JsonText() implements AnswerFormat {}

  /**
   * Reads an answer.
   *
   * @param source what answered, for messages
   * @param missing the value for no match and for an empty text
   */
  default Reading<Value> read(String source, int status, String text, Value missing) {
    return switch (this) {
      case StatusNumber _ -> Reading.of(Value.number(status));
      case PlainText _ -> {
        String content = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        yield Reading.of(content.isEmpty() ? missing : Value.text(content));
      }
      case FirstMatch(Pattern pattern) -> {
        Matcher match = pattern.matcher(text);
        yield Reading.of(match.find() ? Value.text(group(match)) : missing);
      }
      case JsonText _ when text.isBlank() -> Reading.of(missing);
      case JsonText _ -> {
        Optional<Value> value = JsonReader.read(text);
        yield value.isPresent()
            ? Reading.of(value.get())
            : Reading.unreadable(
                source + " must give JSON, but gave:\n" + text.strip().indent(4).stripTrailing());
      }
    };
  }

  private static String group(Matcher match) {
    String found = match.groupCount() == 0 ? match.group() : match.group(1);
    return found == null ? "" : found;
  }
}
