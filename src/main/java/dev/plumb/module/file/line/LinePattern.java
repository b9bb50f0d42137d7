package dev.plumb.module.file.line;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that is looked for in a line.
 *
 * @param text as a person wrote it
 */
record LinePattern(String text, Pattern pattern) {

  private static final Pattern BACKREFERENCE =
      Pattern.compile("\\\\(?:([0-9]{1,2})|g<([A-Za-z_]\\w*|[0-9]{1,2})>|(.))");

  public static LinePattern of(String text) {
    try {
      // What differs between Python's way of naming groups and Java's.
      return new LinePattern(
          text,
          Pattern.compile(
              text.replace("(?P<", "(?<").replaceAll("\\(\\?P=(\\w+)\\)", "\\\\k<$1>")));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "must be a regular expression, but \"%s\" is none: %s at %d"
              .formatted(text, e.getDescription(), Math.max(0, e.getIndex())),
          e);
    }
  }

  boolean matches(String line) {
    return pattern.matcher(line).find();
  }

  /** The template with {@code \1} and {@code \g<name>} replaced by what was found in the line. */
  String expand(String template, String line) {
    Matcher found = pattern.matcher(line);
    if (!found.find()) {
      return template;
    }
    return BACKREFERENCE
        .matcher(template)
        .replaceAll(reference -> Matcher.quoteReplacement(group(reference, found)));
  }

  private static String group(MatchResult reference, Matcher found) {
    String number = reference.group(1) == null ? reference.group(2) : reference.group(1);
    if (number == null) {
      return escaped(reference.group(3));
    }
    try {
      String group =
          Character.isDigit(number.charAt(0))
              ? found.group(Integer.parseInt(number))
              : found.group(number);
      return group == null ? "" : group;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // No such group: what was written stays.
      return reference.group();
    }
  }

  private static String escaped(String letter) {
    return switch (letter) {
      case "n" -> "\n";
      case "t" -> "\t";
      case "\\" -> "\\";
      default -> "\\" + letter;
    };
  }

  // Two patterns are equal when their texts are; java.util.regex.Pattern has no equality.
  @Override
  public boolean equals(Object other) {
    return other instanceof LinePattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
