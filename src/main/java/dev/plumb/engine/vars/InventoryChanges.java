package dev.plumb.engine.vars;

import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Task;
import java.util.List;
import java.util.stream.Stream;

/** What tasks that change the inventory change in later plays. */
public final class InventoryChanges {

  /** The variables of every host that such a task may change. */
  static final List<String> CHANGED_VARIABLES = List.of("groups", "group_names", "hostvars");

  private InventoryChanges() {}

  /** Returns whether a play may change the inventory; a task that it includes may do so. */
  public static boolean arePossibleIn(Play play) {
    return Stream.concat(play.tasks().stream(), play.handlers().stream())
        .anyMatch(InventoryChanges::arePossibleBy);
  }

  private static boolean arePossibleBy(Task task) {
    return task.has(ModuleTrait.CHANGES_INVENTORY) || task.include().isPresent();
  }
}
