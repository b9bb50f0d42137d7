package dev.plumb.module.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments within the line, as old playbooks have them. */
final class InlineArguments {

  private static final Pattern ARGUMENT = Pattern.compile("(?:^|\\s)(creates|removes|chdir)=");

  private InlineArguments() {}

  /** Refuses {@code touch /x creates=/x}: what was meant as a guard would become a word. */
  static void rejectIn(String line) {
    Matcher found = ARGUMENT.matcher(line);
    if (found.find()) {
      throw new IllegalArgumentException(
          "must have \"%1$s\" as an argument of its own, not within the line (write \"%1$s=\" in quotes when the program itself takes such a word)"
              .formatted(found.group(1)));
    }
  }
}
