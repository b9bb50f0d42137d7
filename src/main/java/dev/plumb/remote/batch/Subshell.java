package dev.plumb.remote.batch;

import dev.plumb.remote.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Renders a command as a subshell, so that it cannot affect the loop. */
final class Subshell {

  private Subshell() {}

  /**
   * Returns the subshell without redirections.
   *
   * @param inPlaceOfS shell text that stands wherever a word holds {@code %s}
   */
  static String text(Command command, List<String> words, Optional<String> inPlaceOfS) {
    if (holdsNul(command, words)) {
      return "( echo 'plumb: the command contains a NUL character, which cannot be passed to a"
          + " program' >&2; exit 126 )";
    }
    StringBuilder text = new StringBuilder("( ");
    command
        .folder()
        .ifPresent(
            folder -> text.append("cd -- ").append(ShellQuote.word(folder)).append(" || exit; "));
    // Exported, not passed to env: arguments would expose secrets to everyone on the host.
    List<String> oddNames = new ArrayList<>();
    command
        .environment()
        .forEach(
            (name, value) -> {
              if (isIdentifier(name)) {
                text.append("export ").append(name).append('=').append(ShellQuote.word(value));
                text.append("; ");
              } else {
                oddNames.add(name + "=" + value);
              }
            });
    // exec runs the program, not a shell builtin of the same name.
    text.append("exec ");
    if (!oddNames.isEmpty()) {
      text.append("env");
      oddNames.forEach(odd -> text.append(' ').append(ShellQuote.word(odd)));
      text.append(' ');
    }
    text.append(ShellQuote.program(words.getFirst()));
    for (String word : words.subList(1, words.size())) {
      text.append(' ').append(argument(word, inPlaceOfS));
    }
    return text.append(" )").toString();
  }

  private static String argument(String word, Optional<String> inPlaceOfS) {
    int at = inPlaceOfS.isPresent() ? word.indexOf("%s") : -1;
    if (at < 0) {
      return ShellQuote.word(word);
    }
    String before = at == 0 ? "" : ShellQuote.word(word.substring(0, at));
    String after = word.substring(at + 2);
    return before + inPlaceOfS.orElseThrow() + (after.isEmpty() ? "" : argument(after, inPlaceOfS));
  }

  private static boolean holdsNul(Command command, List<String> words) {
    return words.stream().anyMatch(word -> word.indexOf('\0') >= 0)
        || command.folder().stream().anyMatch(folder -> folder.indexOf('\0') >= 0)
        || command.environment().entrySet().stream()
            .anyMatch(e -> e.getKey().indexOf('\0') >= 0 || e.getValue().indexOf('\0') >= 0);
  }

  private static boolean isIdentifier(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
