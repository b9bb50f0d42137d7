package dev.plumb.host.files;

import dev.plumb.remote.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command that must approve of a new file before it is put in its place. */
public record ValidationCommand(Command command) {

  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

  /** Reads words as a shell would take them apart; nothing in them is expanded. */
  public static ValidationCommand of(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group().replaceAll("\"([^\"]*)\"|'([^']*)'", "$1$2"));
    }
    if (!words.contains("%s")) {
      throw new IllegalArgumentException(
          "must hold the word %s, which stands for the new file, as in \"visudo -cf %s\", but was"
              + " \""
              + text
              + "\"");
    }
    return new ValidationCommand(Command.of(words));
  }
}
