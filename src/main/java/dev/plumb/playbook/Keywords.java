package dev.plumb.playbook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of the playbook language. The names and meanings are Ansible's; those that plumb does
 * not have yet are listed too, so that an error can say so.
 */
final class Keywords {

  static final Set<String> PLAY =
      Set.of(
          "name",
          "hosts",
          "vars",
          "vars_files",
          "gather_facts",
          "become",
          "become_user",
          "environment",
          "tags",
          "roles",
          "pre_tasks",
          "tasks",
          "post_tasks",
          "handlers",
          "remote_user",
          "connection",
          "ignore_errors",
          "no_log",
          "serial",
          "max_fail_percentage",
          "any_errors_fatal",
          "strategy",
          "order",
          "module_defaults",
          "force_handlers",
          "run_once",
          "throttle",
          "timeout",
          "check_mode",
          "diff");

  static final Set<String> IMPORT_PLAYBOOK =
      Set.of("import_playbook", "name", "when", "tags", "vars");

  static final Set<String> TASK =
      Set.of(
          "name",
          "vars",
          "when",
          "loop",
          "module_defaults",
          "loop_control",
          "delegate_to",
          "delegate_facts",
          "run_once",
          "any_errors_fatal",
          "throttle",
          "timeout",
          "diff",
          "with_list",
          "with_items",
          "with_flattened",
          "with_dict",
          "with_indexed_items",
          "with_nested",
          "with_cartesian",
          "with_together",
          "with_subelements",
          "with_sequence",
          "register",
          "become",
          "become_user",
          "environment",
          "tags",
          "ignore_errors",
          "changed_when",
          "failed_when",
          "no_log",
          "until",
          "retries",
          "delay",
          "notify",
          "listen",
          "check_mode",
          "args");

  /** What may stand beside an import or a block; it applies to every task in it. */
  static final Set<String> IMPORT =
      Set.of(
          "name",
          "vars",
          "when",
          "tags",
          "become",
          "become_user",
          "environment",
          "ignore_errors",
          "no_log",
          "module_defaults",
          "delegate_to",
          "delegate_facts",
          "run_once",
          "any_errors_fatal",
          "throttle",
          "timeout",
          "check_mode",
          "diff");

  static final Set<String> LOOP_CONTROL = Set.of("label", "loop_var", "index_var", "pause");

  /** What makes a block of an entry in a list of tasks. */
  static final Set<String> BLOCK_PARTS = Set.of("block", "rescue", "always");

  static final Set<String> ROLE =
      Set.of(
          "role",
          "name",
          "vars",
          "when",
          "tags",
          "become",
          "become_user",
          "environment",
          "ignore_errors",
          "no_log",
          "module_defaults",
          "delegate_to",
          "delegate_facts",
          "run_once",
          "any_errors_fatal",
          "throttle",
          "timeout",
          "check_mode",
          "diff");

  private static final Map<String, String> NOT_YET = notYet();

  private Keywords() {}

  /**
   * What to do instead of a keyword of Ansible that plumb does not have; empty if there is none.
   */
  static Optional<String> notYet(String keyword) {
    return keyword.startsWith("with_")
        ? Optional.of("Use \"loop\" with a list.")
        : Optional.ofNullable(NOT_YET.get(keyword));
  }

  private static Map<String, String> notYet() {
    Map<String, String> words = new LinkedHashMap<>();
    String importIt = "Use \"import_tasks\", with \"when\" on it.";
    words.put("include", importIt);
    words.put("action", "Write the module's name as the key.");
    words.put("local_action", "Use \"delegate_to: localhost\".");
    words.put("become_method", "plumb becomes another user with sudo. Leave it out.");
    words.put("become_flags", "plumb becomes another user with sudo. Leave it out.");
    words.put("become_exe", "plumb becomes another user with sudo. Leave it out.");
    words.put("async", "");
    words.put("poll", "");
    words.put("vars_prompt", "Use \"vars\", or give the variable with -e.");
    words.put("gather_subset", "Facts are asked only when used. Leave it out.");
    words.put("gather_timeout", "Facts are asked only when used. Leave it out.");
    words.put("fact_path", "");
    words.put("ignore_unreachable", "");
    words.put("collections", "plumb's modules need no collection. Leave it out.");
    words.put("connection", "Set the variable \"ansible_connection\".");
    words.put("remote_user", "Set the variable \"ansible_user\".");
    words.put("port", "Set the variable \"ansible_port\".");
    words.put("debugger", "");
    words.put("when", "Put it on the tasks, roles or imports.");
    words.put("allow_duplicates", "");
    words.put("vars_from", "");
    words.put("defaults_from", "");
    words.put("handlers_from", "");
    words.put("public", "");
    words.put("first_available_file", "");
    return words;
  }
}
