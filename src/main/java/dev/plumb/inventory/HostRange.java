package dev.plumb.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands ranges of names: {@code node[0:2]}, {@code node[00:12:2]}, {@code rack-[a:c]}; both ends
 * inclusive, padded to the digits of the start.
 */
final class HostRange {

  private static final Pattern RANGE =
      Pattern.compile("\\[(?:([0-9]*):([0-9]+)|([a-zA-Z]):([a-zA-Z]))(?::([0-9]+))?\\]");
  private static final int MAX_NAMES = 100_000;

  private HostRange() {}

  /**
   * @throws IllegalArgumentException with a message that starts with "must"
   */
  static List<String> expand(String pattern) {
    Matcher range = RANGE.matcher(pattern);
    if (!range.find()) {
      if (pattern.contains("[") || pattern.contains("]")) {
        throw new IllegalArgumentException(
            "must contain ranges such as \"node[0:2]\", but was \"" + pattern + "\"");
      }
      return List.of(pattern);
    }
    String before = pattern.substring(0, range.start());
    List<String> names = new ArrayList<>();
    for (String after : expand(pattern.substring(range.end()))) {
      names.add(after);
    }
    List<String> expanded = new ArrayList<>();
    for (String middle : values(range, pattern)) {
      for (String after : names) {
        expanded.add(before + middle + after);
      }
    }
    if (expanded.size() > MAX_NAMES) {
      throw new IllegalArgumentException("must expand to at most " + MAX_NAMES + " hosts");
    }
    return expanded;
  }

  private static List<String> values(Matcher range, String pattern) {
    boolean digits = range.group(1) != null;
    // "[:5]" starts at 0
    String first = !digits ? range.group(3) : range.group(1).isEmpty() ? "0" : range.group(1);
    String last = digits ? range.group(2) : range.group(4);
    if (first.length() > 9 || last.length() > 9) {
      throw new IllegalArgumentException("must have smaller numbers, but was \"" + pattern + "\"");
    }
    int from = digits ? Integer.parseInt(first) : first.charAt(0);
    int to = digits ? Integer.parseInt(last) : last.charAt(0);
    int step = range.group(5) == null ? 1 : Integer.parseInt(range.group(5));
    if (step < 1 || to < from) {
      throw new IllegalArgumentException("must be ascending, but was \"" + pattern + "\"");
    }
    if ((to - from) / step >= MAX_NAMES) {
      throw new IllegalArgumentException("must expand to at most " + MAX_NAMES + " hosts");
    }
    boolean padded = digits && first.length() > 1 && first.startsWith("0");
    if (padded && first.length() != last.length()) {
      throw new IllegalArgumentException(
          "must have the same number of digits at both ends of the range, but was \"%s\""
              .formatted(pattern));
    }
    int width = padded ? first.length() : 1;
    List<String> steps = new ArrayList<>();
    for (int i = from; i <= to; i += step) {
      String number = Integer.toString(i);
      steps.add(
          digits
              ? "0".repeat(Math.max(0, width - number.length())) + number
              : String.valueOf((char) i));
    }
    return steps;
  }
}
