package dev.plumb.engine;

import dev.plumb.playbook.Play;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tasks that change who is in the inventory, and so in later plays. */
public final class Enrolling {

  private static final Set<String> MODULES = Set.of("add_host", "group_by");

  /** What such a task may change for every host. */
  private static final List<String> CHANGED = List.of("groups", "group_names", "hostvars");

  private Enrolling() {}

  static boolean does(Task task) {
    return MODULES.contains(task.module())
        || Meta.of(task).filter(meta -> meta == Meta.REFRESH_INVENTORY).isPresent();
  }

  /** Whether it is done once however many hosts there are, as in Ansible. */
  static boolean isOnceForAll(Task task) {
    return task.module().equals("add_host");
  }

  /** Whether a play may change who is in those behind it; a task that is read later may do so. */
  public static boolean mayHappenIn(Play play) {
    return Stream.concat(play.tasks().stream(), play.handlers().stream())
        .anyMatch(task -> does(task) || task.include().isPresent());
  }

  /** Names that may have another value behind the task. */
  static Set<String> sets(Task task) {
    Set<String> names = new LinkedHashSet<>();
    if (does(task)) {
      names.addAll(CHANGED);
      if (isOnceForAll(task) && task.args() instanceof Value.Entries vars) {
        names.addAll(vars.map().keySet());
      }
    }
    return names;
  }
}
