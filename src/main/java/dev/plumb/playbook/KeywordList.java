package dev.plumb.playbook;

import dev.plumb.playbook.Keyword.Context;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Every supported keyword; the source of readers, schemas, documentation and tests. */
final class KeywordList {

  /** Below the contexts of keywords: name, documentation and example value. */
  private static final String TABLE =
      """
      [play]
      hosts | The hosts of the play: a pattern of hosts and groups (a:b, a:&b, a:!b, globs, ~regex, group[0:2]). | etcd:!node3
      gather_facts | Whether to allow facts. They are gathered only when one is used. | false
      vars_files | Variables files, relative to the playbook's directory; later files override earlier ones. | [vars/ports.yml]
      vars_prompt | Variables to prompt for before the run; -e sets them without a prompt. | [{name: release, prompt: Which release}]
      roles | Roles to run before the play's own tasks. | [etcd]
      pre_tasks | Tasks to run before the roles; their handlers run directly after them. |
      tasks | The play's tasks, in order. |
      post_tasks | Tasks to run last, after the handlers of all other tasks. |
      handlers | Tasks that run only when notified, once each, at the end of a section of the play. |
      remote_user | The login user; same as the variable ansible_user. | admin
      connection | The connection type, ssh or local; same as the variable ansible_connection. | local
      serial | The batch size: a number of hosts, a percentage, or a list of these. | [1, '50%']
      max_fail_percentage | The percentage of failed hosts of a batch above which the play stops. | 25
      strategy | linear: finish a task on all hosts before the next; free: each host at its own pace. | free
      order | The order of hosts: inventory, reverse_inventory, sorted, reverse_sorted or shuffle. | sorted
      force_handlers | Whether to run handlers also on hosts where a task failed. | true
      [playbook_import]
      import_playbook | Imports the plays of another file. | etcd.yml
      [role]
      role | The name of the role. | etcd
      [play playbook_import role block import task]
      name | The name shown in reports. | etcd runs
      vars | Variables for the contained tasks; a mapping. | {port: 2379}
      tags | Names for -t and --skip-tags; always and never have a special meaning. | [certificates]
      [playbook_import role block import task]
      when | Conditions that must all be true, otherwise it is skipped. | etcd_version?? && port > 1024
      [play role block import task]
      become | Whether to run as another user, with sudo. | true
      become_user | User to become (default: root). | etcd
      environment | Environment variables for the commands. | {LANG: C}
      ignore_errors | Whether to continue after a failure. | true
      ignore_unreachable | Whether an unreachable host stays in the play. | true
      no_log | Whether to hide arguments and results in every output. | true
      module_defaults | Default arguments of modules, for tasks that do not set them. | {file: {owner: etcd}}
      [role block import task]
      delegate_to | The host to run on instead of the task's own host. | ${groups['proxy'][0]}
      delegate_facts | Whether gathered facts belong to the delegated host. | true
      [play role block import task]
      run_once | Whether to run on one host on behalf of all. | true
      any_errors_fatal | Whether a failure on one host stops the play on all hosts. | true
      throttle | The maximum number of hosts that run it concurrently. | 1
      timeout | The timeout of each command, in seconds. | 30
      check_mode | true: only check, also in an apply. | true
      diff | Whether to show changed lines of files. | true
      [task]
      args | Further arguments for a command line. | {chdir: /srv}
      register | The variable that stores the result. | answer
      changed_when | Conditions that must all be true for the task to count as changed. | answer.rc == 1
      failed_when | Conditions that must all be true for the task to count as failed. | answer.rc > 1
      until | Conditions that must all be true; the task is retried until they are. | answer.rc == 0
      retries | The maximum number of retries (default: 3). | 10
      delay | The seconds between retries (default: 5). | 1
      notify | Handlers to run when the task changed something, by name or by a topic they listen to. | restart etcd
      listen | For a handler: additional names that notify it. | certificates changed
      loop | A list; the task runs for each item. | [a, b]
      loop_control | Options of the loop: label, loop_var, index_var, pause. | {label: '${item.name}'}
      with_list | Same as loop. | [a, b]
      with_items | Same as loop, but nested lists are flattened by one level. | [a, [b, c]]
      with_flattened | Same as loop, but nested lists are flattened completely. | [a, [b, [c]]]
      with_dict | A mapping; the item has item.key and item.value. | {a: 1, b: 2}
      with_indexed_items | Same as with_items; item[0] is the index, item[1] the item. | [a, b]
      with_nested | Lists; the items are all combinations of their elements. | [[a, b], [1, 2]]
      with_cartesian | Same as with_nested. | [[a, b], [1, 2]]
      with_together | Lists; the items are their first elements, then their second elements, and so on. | [[a, b], [1, 2]]
      with_subelements | A list and a key; the items are pairs of an entry and an element of its list under the key. | ['${users}', keys]
      with_sequence | A sequence of numbers: start, end or count, stride, format. | start=1 end=3 format=node%02d
      with_fileglob | Glob patterns; the items are the matching files on the control machine, sorted by name. | ['*.conf']
      with_first_found | File names; the item is the first that exists on the control machine. | ['${inventory_hostname}.conf', default.conf]
      with_inventory_hostnames | A host pattern; the items are the names of the matching hosts. | etcd:!node3
      [loop_control]
      label | The text to show for an item. | ${item.name}
      loop_var | The name of the item variable (default: item). | user
      index_var | The name of the index variable; the index starts at 0. | i
      pause | The seconds between items. | 2
      [statement]
      block | A group of tasks. |
      rescue | Tasks to run if a task of the block fails, instead of the remaining ones. |
      always | Tasks to run after the block, even after a failure. |
      import_tasks | Imports the tasks of a file. | certificates.yml
      include_tasks | Includes the tasks of a file; may have a computed name and a loop. | ${item}.yml
      import_role | Imports the tasks of a role. | {name: etcd, tasks_from: check}
      include_role | Includes the tasks of a role; may have a computed name and a loop. | {name: '${item}'}
      include_vars | Sets the variables of a file. | ${ansible_distribution}.yml
      """;

  static final List<Keyword> ALL = parse();

  private KeywordList() {}

  private static List<Keyword> parse() {
    List<Keyword> keywords = new ArrayList<>();
    Set<Context> contexts = Set.of();
    for (String line : TABLE.split("\n")) {
      if (line.startsWith("[")) {
        contexts = EnumSet.noneOf(Context.class);
        for (String name : line.substring(1, line.length() - 1).split(" ")) {
          contexts.add(Context.valueOf(name.toUpperCase(Locale.ROOT)));
        }
      } else {
        int doc = line.indexOf(" | ");
        int example = line.lastIndexOf(" |");
        keywords.add(
            new Keyword(
                line.substring(0, doc),
                contexts,
                line.substring(doc + 3, example),
                line.substring(example + 2).strip()));
      }
    }
    return List.copyOf(keywords);
  }
}
