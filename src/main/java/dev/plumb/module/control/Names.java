package dev.plumb.module.control;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The names of groups and variables that tasks create. */
final class Names {

  private Names() {}

  /** The names in the texts; commas separate them as in Ansible. */
  static List<String> ofGroups(List<String> given) {
    List<String> names =
        given.stream()
            .flatMap(text -> Stream.of(text.split(",")))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    for (String name : names) {
      if (!name.matches("[A-Za-z_][\\w.-]*")) {
        throw new IllegalArgumentException(
            "needs group names of letters, digits, \"_\", \"-\" and \".\", but was given \""
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
            "must be given variable names of letters, digits and \"_\" only, but was given \""
                + name
                + "\"");
      }
    }
  }
}
