package dev.plumb.engine.vars;

import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The variables of one host: from the inventory, from facts, and those that tasks registered or
 * set. Written by the host's own thread, read by those of other hosts (hostvars).
 */
public final class HostVars {

  private final HostName host;
  private final Map<String, Value> set = new ConcurrentHashMap<>();
  private volatile Map<String, Value> inventory;
  private volatile Optional<Map<String, Value>> facts = Optional.empty();

  public HostVars(HostName host, Map<String, Value> inventory) {
    this.host = host;
    this.inventory = inventory;
  }

  public HostName host() {
    return host;
  }

  Map<String, Value> inventory() {
    return inventory;
  }

  /** Replaces the inventory after tasks have changed it. */
  void inventory(Map<String, Value> changed) {
    inventory = changed;
  }

  /** Registered results and variables set by tasks. */
  Map<String, Value> set() {
    return set;
  }

  public void set(String name, Value value) {
    set.put(name, value);
  }

  /** Copies a variable that a task set to other hosts. */
  public void copy(String name, List<HostVars> others) {
    Value value = set.get(name);
    if (value != null) {
      others.forEach(other -> other.set(name, value));
    }
  }

  /** Empty until they are gathered. */
  public Optional<Map<String, Value>> facts() {
    return facts;
  }

  public void clearFacts() {
    facts = Optional.empty();
  }

  public void facts(Map<String, Value> found) {
    facts = Optional.of(found);
  }
}
