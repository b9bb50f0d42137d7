package dev.plumb.inventory;

import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Formats an inventory for users and other programs. */
public final class InventoryListing {

  private final Inventory inventory;
  private final GroupTree tree;

  InventoryListing(Inventory inventory, GroupTree tree) {
    this.inventory = inventory;
    this.tree = tree;
  }

  public Inventory inventory() {
    return inventory;
  }

  /** Returns the format of {@code ansible-inventory --list}. */
  public Value list() {
    Map<String, Value> listed = new TreeMap<>();
    for (String name : tree.names()) {
      GroupTree.Group group = tree.group(name);
      Map<String, Value> parts = new TreeMap<>();
      if (!group.children.isEmpty()) {
        parts.put("children", Value.texts(List.copyOf(group.children)));
      }
      if (!group.hosts.isEmpty() && !name.equals(GroupTree.ALL)) {
        parts.put("hosts", Value.texts(group.hosts.stream().map(HostName::value).toList()));
      }
      if (!parts.isEmpty()) {
        listed.put(name, Value.map(parts));
      }
    }
    Map<String, Value> hosts = new TreeMap<>();
    for (HostName host : inventory.hosts()) {
      Map<String, Value> vars = vars(host);
      if (!vars.isEmpty()) {
        hosts.put(host.value(), Value.map(vars));
      }
    }
    listed.put("_meta", Value.map(Map.of("hostvars", Value.map(hosts))));
    return Value.map(listed);
  }

  /** Returns the variables of a host, sorted by name. */
  public Value host(HostName host) {
    return Value.map(vars(host));
  }

  private Map<String, Value> vars(HostName host) {
    return new TreeMap<>(inventory.vars().getOrDefault(host, Map.of()));
  }

  /**
   * Returns the format of {@code ansible-inventory --graph}: the groups as a tree, sorted by name.
   */
  public List<String> graph() {
    List<String> lines = new ArrayList<>(List.of("@" + GroupTree.ALL + ":"));
    graph(tree.group(GroupTree.ALL), 1, lines);
    return lines;
  }

  private void graph(GroupTree.Group group, int depth, List<String> lines) {
    Set<String> children = new TreeSet<>(group.children);
    for (String child : children) {
      lines.add("  |".repeat(depth) + "--@" + child + ":");
      graph(tree.group(child), depth + 1, lines);
    }
    if (!group.name.equals(GroupTree.ALL)) {
      group.hosts.stream().sorted().forEach(host -> lines.add("  |".repeat(depth) + "--" + host));
    }
  }
}
