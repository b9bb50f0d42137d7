package dev.plumb.module.facts;

import dev.plumb.module.Arg;
import java.util.List;

record SetupSpec(
    @Arg(
            doc = "Which facts to keep: names that may hold * and ?. All when empty.",
            example = "[\"ansible_distribution*\"]")
        List<String> filter,
    @Arg(doc = "Taken for Ansible's sake: all facts come with one look.", example = "[network]")
        List<String> gatherSubset) {

  boolean includes(String fact) {
    return filter.isEmpty()
        || filter.stream()
            .map(
                text ->
                    text.startsWith("ansible_") || text.startsWith("*") ? text : "ansible_" + text)
            .anyMatch(pattern -> matches(pattern, fact));
  }

  private static boolean matches(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    String rest = pattern.substring(1);
    char c = pattern.charAt(0);
    if (c == '*') {
      return matches(rest, text) || (!text.isEmpty() && matches(pattern, text.substring(1)));
    }
    return !text.isEmpty() && (c == '?' || c == text.charAt(0)) && matches(rest, text.substring(1));
  }
}
