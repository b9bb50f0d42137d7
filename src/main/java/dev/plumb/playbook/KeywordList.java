package dev.plumb.playbook;

import dev.plumb.playbook.Keyword.Context;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every keyword there is: what readers go by, schemas and documentation are made of, and tests run
 * one by one.
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
              "Which hosts the play is for: a pattern of hosts and groups (a:b, a:&b, a:!b, globs, ~regex, group[0:2]).",
              "etcd:!node3"),
          new Keyword(
              "gather_facts",
              Set.of(Context.PLAY),
              "Whether facts may be asked of hosts. They are asked only when one is used.",
              "false"),
          new Keyword(
              "vars_files",
              Set.of(Context.PLAY),
              "Files of variables, seen from the playbook's folder; later ones win.",
              "[vars/ports.yml]"),
          new Keyword(
              "vars_prompt",
              Set.of(Context.PLAY),
              "Variables to ask for before anything is done; -e answers them without asking.",
              "[{name: release, prompt: Which release}]"),
          new Keyword(
              "roles",
              Set.of(Context.PLAY),
              "Roles to use, before the play's own tasks.",
              "[etcd]"),
          new Keyword(
              "pre_tasks",
              Set.of(Context.PLAY),
              "Tasks that come before the roles; handlers that they notify run behind them.",
              ""),
          new Keyword("tasks", Set.of(Context.PLAY), "The play's tasks, in order.", ""),
          new Keyword(
              "post_tasks",
              Set.of(Context.PLAY),
              "Tasks that come last, when the handlers of all before have run.",
              ""),
          new Keyword(
              "handlers",
              Set.of(Context.PLAY),
              "Tasks that run only when notified, each once, at the end of a part of the play.",
              ""),
          new Keyword(
              "remote_user",
              Set.of(Context.PLAY),
              "The login; the same as the variable ansible_user.",
              "admin"),
          new Keyword(
              "connection",
              Set.of(Context.PLAY),
              "How hosts are reached: ssh or local; the same as the variable ansible_connection.",
              "local"),
          new Keyword(
              "serial",
              Set.of(Context.PLAY),
              "How many hosts go through the play at a time: a number, a percentage, or a list of these.",
              "[1, '50%']"),
          new Keyword(
              "max_fail_percentage",
              Set.of(Context.PLAY),
              "When more of the hosts at hand have failed, the play stops.",
              "25"),
          new Keyword(
              "strategy",
              Set.of(Context.PLAY),
              "linear: a task on all hosts before the next; free: each host at its own pace.",
              "free"),
          new Keyword(
              "order",
              Set.of(Context.PLAY),
              "The order of hosts: inventory, reverse_inventory, sorted, reverse_sorted or shuffle.",
              "sorted"),
          new Keyword(
              "force_handlers",
              Set.of(Context.PLAY),
              "Whether handlers run also on hosts where a task failed.",
              "true"),
          new Keyword(
              "import_playbook",
              Set.of(Context.PLAYBOOK_IMPORT),
              "The plays of another file, in this place.",
              "etcd.yml"),
          new Keyword("role", Set.of(Context.ROLE), "Which role.", "etcd"),
          new Keyword("name", EVERYWHERE_AND_PLAYBOOK, "What reports call it.", "etcd runs"),
          new Keyword(
              "vars",
              EVERYWHERE_AND_PLAYBOOK,
              "Variables for what is within; a mapping.",
              "{port: 2379}"),
          new Keyword(
              "tags",
              EVERYWHERE_AND_PLAYBOOK,
              "Names for -t and --skip-tags; always and never have a meaning of their own.",
              "[certificates]"),
          new Keyword(
              "when",
              WITHIN_AND_PLAYBOOK,
              "Expressions that must all hold, or it is skipped.",
              "etcd_version?? && port > 1024"),
          new Keyword("become", EVERYWHERE, "Whether to run as another user, by sudo.", "true"),
          new Keyword("become_user", EVERYWHERE, "As whom; root when nothing is said.", "etcd"),
          new Keyword(
              "environment",
              EVERYWHERE,
              "Environment variables of the commands that are run.",
              "{LANG: C}"),
          new Keyword("ignore_errors", EVERYWHERE, "Whether a failure does not count.", "true"),
          new Keyword(
              "ignore_unreachable",
              EVERYWHERE,
              "Whether a host that cannot be reached stays in the play.",
              "true"),
          new Keyword(
              "no_log",
              EVERYWHERE,
              "Whether arguments and results are left out of every output.",
              "true"),
          new Keyword(
              "module_defaults",
              EVERYWHERE,
              "Arguments for modules, where a task does not give them.",
              "{file: {owner: etcd}}"),
          new Keyword(
              "delegate_to",
              WITHIN,
              "The host that is worked on in place of the one the task is for.",
              "${groups['proxy'][0]}"),
          new Keyword(
              "delegate_facts",
              WITHIN,
              "Whether facts that are found belong to the host delegated to.",
              "true"),
          new Keyword("run_once", EVERYWHERE, "Whether one host does it for all.", "true"),
          new Keyword(
              "any_errors_fatal",
              EVERYWHERE,
              "Whether a failure on one host stops the play on all.",
              "true"),
          new Keyword("throttle", EVERYWHERE, "On how many hosts at a time.", "1"),
          new Keyword("timeout", EVERYWHERE, "How many seconds a command may take.", "30"),
          new Keyword("check_mode", EVERYWHERE, "true: look only, also in an apply.", "true"),
          new Keyword(
              "diff", EVERYWHERE, "Whether the lines that change in files are shown.", "true"),
          new Keyword(
              "args",
              Set.of(Context.TASK),
              "The arguments beside a command line.",
              "{chdir: /srv}"),
          new Keyword(
              "register", Set.of(Context.TASK), "The variable that keeps the result.", "answer"),
          new Keyword(
              "changed_when",
              Set.of(Context.TASK),
              "Expressions that must all hold for it to count as changed.",
              "answer.rc == 1"),
          new Keyword(
              "failed_when",
              Set.of(Context.TASK),
              "Expressions that must all hold for it to count as failed.",
              "answer.rc > 1"),
          new Keyword(
              "until",
              Set.of(Context.TASK),
              "Expressions that must all hold; it is done again until they do.",
              "answer.rc == 0"),
          new Keyword(
              "retries",
              Set.of(Context.TASK),
              "How many more times, 3 when nothing is said.",
              "10"),
          new Keyword(
              "delay", Set.of(Context.TASK), "Seconds between tries, 5 when nothing is said.", "1"),
          new Keyword(
              "notify",
              Set.of(Context.TASK),
              "Handlers to run when it changed something, by name or by what they listen to.",
              "restart etcd"),
          new Keyword(
              "listen",
              Set.of(Context.TASK),
              "For a handler: other names that it answers to.",
              "certificates changed"),
          new Keyword(
              "loop", Set.of(Context.TASK), "A list; the task is done for each item.", "[a, b]"),
          new Keyword(
              "loop_control",
              Set.of(Context.TASK),
              "More about the loop: label, loop_var, index_var, pause.",
              "{label: '${item.name}'}"),
          new Keyword("with_list", Set.of(Context.TASK), "As loop.", "[a, b]"),
          new Keyword(
              "with_items",
              Set.of(Context.TASK),
              "As loop; lists within the list are laid out, one level deep.",
              "[a, [b, c]]"),
          new Keyword(
              "with_flattened",
              Set.of(Context.TASK),
              "As loop; lists within the list are laid out, however deep.",
              "[a, [b, [c]]]"),
          new Keyword(
              "with_dict",
              Set.of(Context.TASK),
              "A mapping; item.key and item.value.",
              "{a: 1, b: 2}"),
          new Keyword(
              "with_indexed_items",
              Set.of(Context.TASK),
              "As with_items; item[0] is the number, item[1] the item.",
              "[a, b]"),
          new Keyword(
              "with_nested",
              Set.of(Context.TASK),
              "Lists; each of one with each of the others.",
              "[[a, b], [1, 2]]"),
          new Keyword(
              "with_cartesian", Set.of(Context.TASK), "As with_nested.", "[[a, b], [1, 2]]"),
          new Keyword(
              "with_together",
              Set.of(Context.TASK),
              "Lists; the first of each, then the second of each.",
              "[[a, b], [1, 2]]"),
          new Keyword(
              "with_subelements",
              Set.of(Context.TASK),
              "A list and a key; each entry with each element that it has under the key.",
              "['${users}', keys]"),
          new Keyword(
              "with_sequence",
              Set.of(Context.TASK),
              "Numbers: start, end or count, stride, and a format.",
              "start=1 end=3 format=node%02d"),
          new Keyword(
              "with_fileglob",
              Set.of(Context.TASK),
              "Patterns; each file on this machine that one matches, by name.",
              "['*.conf']"),
          new Keyword(
              "with_first_found",
              Set.of(Context.TASK),
              "Names of files; the first that is there on this machine.",
              "['${inventory_hostname}.conf', default.conf]"),
          new Keyword(
              "with_inventory_hostnames",
              Set.of(Context.TASK),
              "A pattern of hosts; each name that it means.",
              "etcd:!node3"),
          new Keyword(
              "label",
              Set.of(Context.LOOP_CONTROL),
              "What is shown for an item in its place.",
              "${item.name}"),
          new Keyword(
              "loop_var",
              Set.of(Context.LOOP_CONTROL),
              "The variable that holds the item, in place of item.",
              "user"),
          new Keyword(
              "index_var",
              Set.of(Context.LOOP_CONTROL),
              "The variable that holds its number, from 0.",
              "i"),
          new Keyword("pause", Set.of(Context.LOOP_CONTROL), "Seconds between items.", "2"),
          new Keyword("block", Set.of(Context.STATEMENT), "Tasks that stand together.", ""),
          new Keyword(
              "rescue",
              Set.of(Context.STATEMENT),
              "Tasks that run in place of the rest when one of the block fails.",
              ""),
          new Keyword(
              "always",
              Set.of(Context.STATEMENT),
              "Tasks that run behind the block whatever happened.",
              ""),
          new Keyword(
              "import_tasks",
              Set.of(Context.STATEMENT),
              "The tasks of a file, in this place.",
              "certificates.yml"),
          new Keyword(
              "include_tasks",
              Set.of(Context.STATEMENT),
              "The same; its name may hold a template, and it may have a loop.",
              "${item}.yml"),
          new Keyword(
              "import_role",
              Set.of(Context.STATEMENT),
              "A role, in this place.",
              "{name: etcd, tasks_from: check}"),
          new Keyword(
              "include_role",
              Set.of(Context.STATEMENT),
              "The same; its name may hold a template, and it may have a loop.",
              "{name: '${item}'}"),
          new Keyword(
              "include_vars",
              Set.of(Context.STATEMENT),
              "Sets the variables that a file holds.",
              "${ansible_distribution}.yml"));

  private KeywordList() {}
}
