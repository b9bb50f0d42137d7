package dev.plumb.engine.files;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules of a directory's ignore file, in the syntax of {@code .dockerignore}: one pattern a
 * line, relative to the directory; {@code *} and {@code ?} match within a name, {@code **} across;
 * {@code !} includes what an earlier line excluded, {@code #} begins a comment. The last line that
 * matches a path or one of its parents wins.
 */
final class IgnoreRules {

  static final IgnoreRules NONE = new IgnoreRules(List.of());

  private record IgnoreRule(Pattern path, boolean excludes) {}

  private final List<IgnoreRule> rules;

  private IgnoreRules(List<IgnoreRule> rules) {
    this.rules = List.copyOf(rules);
  }

  static IgnoreRules parse(String text) {
    List<IgnoreRule> rules = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      boolean leavesOut = !line.startsWith("!");
      String pattern = (leavesOut ? line : line.substring(1).strip()).replaceAll("^/+|/+$", "");
      if (!line.startsWith("#") && !pattern.isEmpty() && !pattern.equals(".")) {
        rules.add(
            new IgnoreRule(Pattern.compile(regex(pattern) + "(/.*)?", Pattern.DOTALL), leavesOut));
      }
    }
    return new IgnoreRules(rules);
  }

  /**
   * @param path relative to the directory, with slashes
   */
  boolean excludes(String path) {
    for (IgnoreRule rule : rules.reversed()) {
      if (rule.path().matcher(path).matches()) {
        return rule.excludes();
      }
    }
    return false;
  }

  /** Returns whether everything below an excluded directory is excluded. */
  boolean excludesAllBelow(String folder) {
    return excludes(folder) && rules.stream().allMatch(IgnoreRule::excludes);
  }

  private static String regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (pattern.startsWith("**/", i)) {
        regex.append("(.*/)?");
        i += 3;
      } else if (pattern.startsWith("**", i)) {
        regex.append(".*");
        i += 2;
      } else if (c == '[' && pattern.indexOf(']', i + 2) > 0) {
        int end = pattern.indexOf(']', i + 2);
        regex.append(pattern, i, end + 1);
        i = end + 1;
      } else {
        regex.append(
            switch (c) {
              case '*' -> "[^/]*";
              case '?' -> "[^/]";
              default -> Pattern.quote(String.valueOf(c));
            });
        i++;
      }
    }
    return regex.toString();
  }
}
