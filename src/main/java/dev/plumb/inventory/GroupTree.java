package dev.plumb.inventory;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups, hosts and their inline variables while inventory files are read. Not thread-safe. */
final class GroupTree {

  static final String ALL = "all";
  static final String UNGROUPED = "ungrouped";
  private static final String PRIORITY = "ansible_group_priority";

  /** A group, merged from all files. */
  static final class Group {
    final String name;
    final Set<String> children = new LinkedHashSet<>();
    final Set<HostName> hosts = new LinkedHashSet<>();
    final Map<String, Value> vars = new LinkedHashMap<>();
    private long priority = 1;

    Group(String name) {
      this.name = name;
    }
  }

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<HostName, Map<String, Value>> hosts = new LinkedHashMap<>();

  GroupTree() {
    group(ALL).children.add(UNGROUPED);
    group(UNGROUPED);
  }

  Group group(String name) {
    return groups.computeIfAbsent(name, Group::new);
  }

  Set<String> names() {
    return groups.keySet();
  }

  /** Returns the modifiable variables of a host and adds the host if necessary. */
  Map<String, Value> host(HostName name) {
    return hosts.computeIfAbsent(name, _ -> new LinkedHashMap<>());
  }

  boolean hasHost(HostName name) {
    return hosts.containsKey(name);
  }

  List<HostName> hosts() {
    return List.copyOf(hosts.keySet());
  }

  /** Returns whether {@code name} equals {@code ancestor} or is below it. */
  boolean isWithin(String name, String ancestor) {
    return isWithin(name, ancestor, new HashSet<>());
  }

  private boolean isWithin(String name, String ancestor, Set<String> seen) {
    if (name.equals(ancestor)) {
      return true;
    }
    return seen.add(ancestor)
        && group(ancestor).children.stream().anyMatch(child -> isWithin(name, child, seen));
  }

  /**
   * Removes {@code ansible_group_priority} from the variables and stores it: among groups of equal
   * depth, the higher number wins.
   */
  void extractPriorities(Diagnostics problems) {
    for (Group group : groups.values()) {
      Value written = group.vars.remove(PRIORITY);
      if (written == null) {
        continue;
      }
      try {
        group.priority = Long.parseLong(written.toString());
      } catch (NumberFormatException _) {
        problems.add(
            Diagnostic.error(
                "Invalid group priority",
                written.place(),
                "\"%s\" must be a whole number, but was \"%s\".".formatted(PRIORITY, written)));
      }
    }
  }

  /** Adds every group and host without a parent to {@code all}. */
  void completeHierarchy() {
    Set<String> haveParent = new HashSet<>();
    Set<HostName> grouped = new HashSet<>();
    for (Group group : groups.values()) {
      haveParent.addAll(group.children);
      if (!group.name.equals(ALL) && !group.name.equals(UNGROUPED)) {
        grouped.addAll(group.hosts);
      }
    }
    Group all = group(ALL);
    for (String name : List.copyOf(groups.keySet())) {
      if (!name.equals(ALL) && !haveParent.contains(name)) {
        all.children.add(name);
      }
    }
    Group ungrouped = group(UNGROUPED);
    ungrouped.hosts.removeAll(grouped);
    for (HostName host : hosts.keySet()) {
      if (!grouped.contains(host)) {
        ungrouped.hosts.add(host);
      }
    }
    all.hosts.addAll(hosts.keySet());
  }

  /** Adds a host, or adds to an existing one. Requires {@link #completeHierarchy}. */
  void addHost(HostName host, List<String> into, Map<String, Value> vars) {
    host(host).putAll(vars);
    group(ALL).hosts.add(host);
    for (String name : into) {
      if (!groups.containsKey(name)) {
        group(ALL).children.add(name);
      }
      group(name).hosts.add(host);
    }
    boolean grouped =
        groups.values().stream()
            .anyMatch(
                group ->
                    !group.name.equals(ALL)
                        && !group.name.equals(UNGROUPED)
                        && group.hosts.contains(host));
    if (grouped) {
      group(UNGROUPED).hosts.remove(host);
    } else {
      group(UNGROUPED).hosts.add(host);
    }
  }

  /** Returns every host of the group and its descendants, in inventory order. */
  List<HostName> members(String name) {
    Set<HostName> found = new HashSet<>();
    collect(name, found, new HashSet<>());
    return hosts.keySet().stream().filter(found::contains).toList();
  }

  private void collect(String name, Set<HostName> found, Set<String> seen) {
    if (seen.add(name)) {
      found.addAll(group(name).hosts);
      group(name).children.forEach(child -> collect(child, found, seen));
    }
  }

  /**
   * Returns all groups, weakest first: by depth below {@code all}, then by priority, then by name.
   */
  List<Group> byPrecedence() {
    Map<String, Integer> depths = new HashMap<>();
    computeDepths(ALL, 0, depths);
    List<Group> sorted = new ArrayList<>(groups.values());
    sorted.sort(
        (a, b) -> {
          int depth =
              Integer.compare(depths.getOrDefault(a.name, 1), depths.getOrDefault(b.name, 1));
          int priority = Long.compare(a.priority, b.priority);
          return depth != 0 ? depth : priority != 0 ? priority : a.name.compareTo(b.name);
        });
    return sorted;
  }

  /** The longest path from {@code all} counts. There are no cycles: they were rejected. */
  private void computeDepths(String name, int depth, Map<String, Integer> depths) {
    if (depths.getOrDefault(name, -1) < depth) {
      depths.put(name, depth);
      group(name).children.forEach(child -> computeDepths(child, depth + 1, depths));
    }
  }
}
