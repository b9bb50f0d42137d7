package dev.plumb.engine.vars;

import dev.plumb.playbook.Play;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Tasks that change who is in the inventory, and so in later plays. */
public final class InventoryChanges {

  private static final Set<String> MODULES = Set.of("add_host", "group_by");

  /** What such a task may change for every host. */
  private static final List<String> CHANGED_VARIABLES =
      List.of("groups", "group_names", "hostvars");

  private InventoryChanges() {}

  public static boolean isMadeBy(Task task) {
    return MODULES.contains(task.module())
        || MetaAction.of(task).filter(meta -> meta == MetaAction.REFRESH_INVENTORY).isPresent();
  }

  /** Whether it is done once however many hosts there are, as in Ansible. */
  public static boolean runsOncePerPlay(Task task) {
    return task.module().equals("add_host");
  }

  /** Whether a play may change who is in those behind it; a task that is read later may do so. */
  public static boolean arePossibleIn(Play play) {
    return Stream.concat(play.tasks().stream(), play.handlers().stream())
        .anyMatch(task -> isMadeBy(task) || task.include().isPresent());
  }

  /** Names that may have another value behind the task. */
  static Set<String> variablesSetBy(Task task) {
    Set<String> names = new LinkedHashSet<>();
    if (isMadeBy(task)) {
      names.addAll(CHANGED_VARIABLES);
      if (runsOncePerPlay(task) && task.args() instanceof Value.Entries vars) {
        names.addAll(vars.map().keySet());
      }
    }
    return names;
  }
}
