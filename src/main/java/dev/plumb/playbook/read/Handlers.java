package dev.plumb.playbook.read;

import dev.plumb.playbook.Role;
import dev.plumb.playbook.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the handlers of a play; those of each use of a role once. */
final class Handlers {

  private final List<Task> collected = new ArrayList<>();
  private final Set<List<Object>> roles = new HashSet<>();

  /** Returns whether this use of the role is new. */
  boolean addRole(Role role) {
    return roles.add(List.of(role.folder(), role.params()));
  }

  void addAll(List<Task> handlers) {
    collected.addAll(handlers);
  }

  List<Task> all() {
    return collected;
  }
}
