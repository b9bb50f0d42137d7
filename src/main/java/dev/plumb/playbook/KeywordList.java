package dev.plumb.playbook;

import dev.plumb.playbook.Keyword.Context;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every supported keyword; the source of readers, schemas, documentation and tests.
 */
final class KeywordList {

  private static final Set<Context> WITHIN =
      EnumSet.of(Context.ROLE, Context.BLOCK, Context.IMPORT, Context.TASK);
  private static final Set<Context> EVERYWHERE =
      EnumSet.of(Context.PLAY, Context.ROLE, Context.BLOCK, Context.IMPORT, Context.TASK);
  private static final Set<Context> EVERYWHERE_AND_PLAYBOOK =
      EnumSet.complementOf(EnumSet.of(Context.LOOP_CONTROL, Context.STATEMENT));
  private static final Set<Context> WITHIN_AND_PLAYBOOK =
      EnumSet.complementOf(EnumSet.of(Context.PLAY, Context.LOOP_CONTROL, Context.STATEMENT));

  static final List<Keyword> ALL =
      List.of(
          new Keyword(
              "hosts",
              Set.of(Context.PLAY),
              "The hosts of the play: a pattern of hosts and groups (a:b, a:&b, a:!b, globs, ~regex, group[0:2]).",
              "etcd:!node3"),
          new Keyword(
              "gather_facts",
              Set.of(Context.PLAY),
              "Whether to allow facts. They are gathered only when one is used.",
              "false"),
          new Keyword(
              "vars_files",
              Set.of(Context.PLAY),
              "Variables files, relative to the playbook's directory; later files override earlier ones.",
              "[vars/ports.yml]"),
          new Keyword(
              "vars_prompt",
              Set.of(Context.PLAY),
              "Variables to prompt for before the run; -e sets them without a prompt.",
              "[{name: release, prompt: Which release}]"),
          new Keyword(
              "roles",
              Set.of(Context.PLAY),
              "Roles to run before the play's own tasks.",
              "[etcd]"),
          new Keyword(
              "pre_tasks",
              Set.of(Context.PLAY),
              "Tasks to run before the roles; their handlers run directly after them.",
              ""),
          new Keyword("tasks", Set.of(Context.PLAY), "The play's tasks, in order.", ""),
          new Keyword(
              "post_tasks",
              Set.of(Context.PLAY),
              "Tasks to run last, after the handlers of all other tasks.",
              ""),
          new Keyword(
              "handlers",
              Set.of(Context.PLAY),
              "Tasks that run only when notified, once each, at the end of a section of the play.",
              ""),
          new Keyword(
              "remote_user",
              Set.of(Context.PLAY),
              "The login user; same as the variable ansible_user.",
              "admin"),
          new Keyword(
              "connection",
              Set.of(Context.PLAY),
              "The connection type, ssh or local; same as the variable ansible_connection.",
              "local"),
          new Keyword(
              "serial",
              Set.of(Context.PLAY),
              "The batch size: a number of hosts, a percentage, or a list of these.",
              "[1, '50%']"),
          new Keyword(
              "max_fail_percentage",
              Set.of(Context.PLAY),
              "The percentage of failed hosts of a batch above which the play stops.",
              "25"),
          new Keyword(
              "strategy",
              Set.of(Context.PLAY),
              "linear: finish a task on all hosts before the next; free: each host at its own pace.",
              "free"),
          new Keyword(
              "order",
              Set.of(Context.PLAY),
              "The order of hosts: inventory, reverse_inventory, sorted, reverse_sorted or shuffle.",
              "sorted"),
          new Keyword(
              "force_handlers",
              Set.of(Context.PLAY),
              "Whether to run handlers also on hosts where a task failed.",
              "true"),
          new Keyword(
              "import_playbook",
              Set.of(Context.PLAYBOOK_IMPORT),
              "Imports the plays of another file.",
              "etcd.yml"),
          new Keyword("role", Set.of(Context.ROLE), "The name of the role.", "etcd"),
          new Keyword("name", EVERYWHERE_AND_PLAYBOOK, "The name shown in reports.", "etcd runs"),
          new Keyword(
              "vars",
              EVERYWHERE_AND_PLAYBOOK,
              "Variables for the contained tasks; a mapping.",
              "{port: 2379}"),
          new Keyword(
              "tags",
              EVERYWHERE_AND_PLAYBOOK,
              "Names for -t and --skip-tags; always and never have a special meaning.",
              "[certificates]"),
          new Keyword(
              "when",
              WITHIN_AND_PLAYBOOK,
              "Conditions that must all be true, otherwise it is skipped.",
              "etcd_version?? && port > 1024"),
          new Keyword("become", EVERYWHERE, "Whether to run as another user, with sudo.", "true"),
          new Keyword("become_user", EVERYWHERE, "User to become (default: root).", "etcd"),
          new Keyword(
              "environment",
              EVERYWHERE,
              "Environment variables for the commands.",
              "{LANG: C}"),
          new Keyword("ignore_errors", EVERYWHERE, "Whether to continue after a failure.", "true"),
          new Keyword(
              "ignore_unreachable",
              EVERYWHERE,
              "Whether an unreachable host stays in the play.",
              "true"),
          new Keyword(
              "no_log",
              EVERYWHERE,
              "Whether to hide arguments and results in every output.",
              "true"),
          new Keyword(
              "module_defaults",
              EVERYWHERE,
              "Default arguments of modules, for tasks that do not set them.",
              "{file: {owner: etcd}}"),
          new Keyword(
              "delegate_to",
              WITHIN,
              "The host to run on instead of the task's own host.",
              "${groups['proxy'][0]}"),
          new Keyword(
              "delegate_facts",
              WITHIN,
              "Whether gathered facts belong to the delegated host.",
              "true"),
          new Keyword("run_once", EVERYWHERE, "Whether to run on one host on behalf of all.", "true"),
          new Keyword(
              "any_errors_fatal",
              EVERYWHERE,
              "Whether a failure on one host stops the play on all hosts.",
              "true"),
          new Keyword("throttle", EVERYWHERE, "The maximum number of hosts that run it concurrently.", "1"),
          new Keyword("timeout", EVERYWHERE, "The timeout of each command, in seconds.", "30"),
          new Keyword("check_mode", EVERYWHERE, "true: only check, also in an apply.", "true"),
          new Keyword(
              "diff", EVERYWHERE, "Whether to show changed lines of files.", "true"),
          new Keyword(
              "args",
              Set.of(Context.TASK),
              "Further arguments for a command line.",
              "{chdir: /srv}"),
          new Keyword(
              "register", Set.of(Context.TASK), "The variable that stores the result.", "answer"),
          new Keyword(
              "changed_when",
              Set.of(Context.TASK),
              "Conditions that must all be true for the task to count as changed.",
              "answer.rc == 1"),
          new Keyword(
              "failed_when",
              Set.of(Context.TASK),
              "Conditions that must all be true for the task to count as failed.",
              "answer.rc > 1"),
          new Keyword(
              "until",
              Set.of(Context.TASK),
              "Conditions that must all be true; the task is retried until they are.",
              "answer.rc == 0"),
          new Keyword(
              "retries",
              Set.of(Context.TASK),
              "The maximum number of retries (default: 3).",
              "10"),
          new Keyword(
              "delay", Set.of(Context.TASK), "The seconds between retries (default: 5).", "1"),
          new Keyword(
              "notify",
              Set.of(Context.TASK),
              "Handlers to run when the task changed something, by name or by a topic they listen to.",
              "restart etcd"),
          new Keyword(
              "listen",
              Set.of(Context.TASK),
              "For a handler: additional names that notify it.",
              "certificates changed"),
          new Keyword(
              "loop", Set.of(Context.TASK), "A list; the task runs for each item.", "[a, b]"),
          new Keyword(
              "loop_control",
              Set.of(Context.TASK),
              "Options of the loop: label, loop_var, index_var, pause.",
              "{label: '${item.name}'}"),
          new Keyword("with_list", Set.of(Context.TASK), "Same as loop.", "[a, b]"),
          new Keyword(
              "with_items",
              Set.of(Context.TASK),
              "Same as loop, but nested lists are flattened by one level.",
              "[a, [b, c]]"),
          new Keyword(
              "with_flattened",
              Set.of(Context.TASK),
              "Same as loop, but nested lists are flattened completely.",
              "[a, [b, [c]]]"),
          new Keyword(
              "with_dict",
              Set.of(Context.TASK),
              "A mapping; the item has item.key and item.value.",
              "{a: 1, b: 2}"),
          new Keyword(
              "with_indexed_items",
              Set.of(Context.TASK),
              "Same as with_items; item[0] is the index, item[1] the item.",
              "[a, b]"),
          new Keyword(
              "with_nested",
              Set.of(Context.TASK),
              "Lists; the items are all combinations of their elements.",
              "[[a, b], [1, 2]]"),
          new Keyword(
              "with_cartesian", Set.of(Context.TASK), "Same as with_nested.", "[[a, b], [1, 2]]"),
          new Keyword(
              "with_together",
              Set.of(Context.TASK),
              "Lists; the items are their first elements, then their second elements, and so on.",
              "[[a, b], [1, 2]]"),
          new Keyword(
              "with_subelements",
              Set.of(Context.TASK),
              "A list and a key; the items are pairs of an entry and an element of its list under the key.",
              "['${users}', keys]"),
          new Keyword(
              "with_sequence",
              Set.of(Context.TASK),
              "A sequence of numbers: start, end or count, stride, format.",
              "start=1 end=3 format=node%02d"),
          new Keyword(
              "with_fileglob",
              Set.of(Context.TASK),
              "Glob patterns; the items are the matching files on the control machine, sorted by name.",
              "['*.conf']"),
          new Keyword(
              "with_first_found",
              Set.of(Context.TASK),
              "File names; the item is the first that exists on the control machine.",
              "['${inventory_hostname}.conf', default.conf]"),
          new Keyword(
              "with_inventory_hostnames",
              Set.of(Context.TASK),
              "A host pattern; the items are the names of the matching hosts.",
              "etcd:!node3"),
          new Keyword(
              "label",
              Set.of(Context.LOOP_CONTROL),
              "The text to show for an item.",
              "${item.name}"),
          new Keyword(
              "loop_var",
              Set.of(Context.LOOP_CONTROL),
              "The name of the item variable (default: item).",
              "user"),
          new Keyword(
              "index_var",
              Set.of(Context.LOOP_CONTROL),
              "The name of the index variable; the index starts at 0.",
              "i"),
          new Keyword("pause", Set.of(Context.LOOP_CONTROL), "The seconds between items.", "2"),
          new Keyword("block", Set.of(Context.STATEMENT), "A group of tasks.", ""),
          new Keyword(
              "rescue",
              Set.of(Context.STATEMENT),
              "Tasks to run if a task of the block fails, instead of the remaining ones.",
              ""),
          new Keyword(
              "always",
              Set.of(Context.STATEMENT),
              "Tasks to run after the block, even after a failure.",
              ""),
          new Keyword(
              "import_tasks",
              Set.of(Context.STATEMENT),
              "Imports the tasks of a file.",
              "certificates.yml"),
          new Keyword(
              "include_tasks",
              Set.of(Context.STATEMENT),
              "The same; its name may hold a template, and it may have a loop.",
              "${item}.yml"),
          new Keyword(
              "import_role",
              Set.of(Context.STATEMENT),
              "Imports the tasks of a role.",
              "{name: etcd, tasks_from: check}"),
          new Keyword(
              "include_role",
              Set.of(Context.STATEMENT),
              "The same; its name may hold a template, and it may have a loop.",
              "{name: '${item}'}"),
          new Keyword(
              "include_vars",
              Set.of(Context.STATEMENT),
              "Sets the variables of a file.",
              "${ansible_distribution}.yml"));

  private KeywordList() {}
}
