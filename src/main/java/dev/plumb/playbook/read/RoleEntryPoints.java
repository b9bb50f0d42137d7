package dev.plumb.playbook.read;

import java.util.List;
import java.util.Map;

/** The file to use from each of a role's folders; default: {@code main}. */
record RoleEntryPoints(String tasks, String vars, String defaults, String handlers) {

  static final RoleEntryPoints MAIN = new RoleEntryPoints("main", "main", "main", "main");

  /** The arguments that set them. */
  static final List<String> ARG_NAMES =
      List.of("tasks_from", "vars_from", "defaults_from", "handlers_from");

  static RoleEntryPoints of(Map<String, String> given) {
    return new RoleEntryPoints(
        given.getOrDefault("tasks_from", "main"),
        given.getOrDefault("vars_from", "main"),
        given.getOrDefault("defaults_from", "main"),
        given.getOrDefault("handlers_from", "main"));
  }
}
