package dev.plumb.module.control;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Names of groups and variables that tasks make. */
final class GroupNames {

  private GroupNames() {}

  /** Each name; commas divide them as in Ansible. */
  static List<String> split(List<String> given) {
    List<String> names =
        given.stream()
            .flatMap(each -> Stream.of(each.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      if (!name.matches("[A-Za-z_][\\w.-]*")) {
        throw new IllegalArgumentException(
            "needs names of groups made of letters, digits, \"_\", \"-\" and \".\", but was given \""
                + name
                + "\"");
      }
    }
    return names;
  }

  static void checkVariables(Set<String> names) {
    for (String name : names) {
      if (!name.matches("[A-Za-z_]\\w*")) {
        throw new IllegalArgumentException(
            "must be given variables with names of letters, digits and \"_\" only, but was given \""
                + name
                + "\"");
      }
    }
  }
}
