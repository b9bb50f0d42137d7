package dev.plumb.engine.vars;

import dev.plumb.diagnostic.Place;
import dev.plumb.inventory.Inventory;
import dev.plumb.module.ModuleTrait;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Role;
import dev.plumb.playbook.Task;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The variables of the whole run, and the magic variables. Any thread may call it. */
public final class RunVars {

  /** The failed task that a rescue sees, by Ansible's names. */
  public static final String FAILED_TASK = "ansible_failed_task";

  public static final String FAILED_RESULT = "ansible_failed_result";

  /** Names that only plumb sets. */
  static final Set<String> MAGIC_VARIABLES =
      Set.of(
          "inventory_hostname",
          "inventory_hostname_short",
          "groups",
          "group_names",
          "hostvars",
          "ansible_play_hosts",
          "ansible_play_hosts_all",
          "ansible_play_batch",
          "ansible_play_name",
          "ansible_check_mode",
          "role_name",
          "role_path",
          "playbook_dir");

  private final Map<String, Value> extra;
  private final boolean checkMode;
  private final Predicate<String> facts;
  private final Map<HostName, HostVars> hosts = new LinkedHashMap<>();
  private final Set<String> setByTasks = ConcurrentHashMap.newKeySet();

  private volatile Inventory inventory;
  private volatile Value groups;
  private volatile List<HostName> playHosts = List.of();
  private volatile List<HostName> playBatch = List.of();

  /**
   * @param facts whether a name is a fact
   */
  public RunVars(
      Inventory inventory,
      List<Playbook> playbooks,
      Map<String, Value> extra,
      boolean check,
      Predicate<String> facts) {
    this.inventory = inventory;
    this.extra = extra;
    this.checkMode = check;
    this.facts = facts;
    this.groups = groups(inventory);
    for (Playbook playbook : playbooks) {
      for (Play play : playbook.plays()) {
        play.tasks().forEach(this::addTask);
        play.handlers().forEach(this::addTask);
      }
    }
  }

  /** Returns the hosts that currently match a pattern. */
  public List<HostName> matchHosts(String pattern, Place place) {
    return inventory.match(pattern, place);
  }

  /** Adds the variables that a task sets; returns whether a name is new. */
  public boolean addTask(Task task) {
    return setByTasks.addAll(variablesSetBy(task));
  }

  /** Replaces the inventory after tasks have changed it. */
  public synchronized void setInventory(Inventory changed) {
    inventory = changed;
    groups = groups(changed);
    hosts.forEach(
        (name, host) -> host.inventory(changed.vars().getOrDefault(name, implicitVars(name))));
  }

  private static Value groups(Inventory inventory) {
    Map<String, Value> named = new TreeMap<>();
    inventory.groups().forEach((group, members) -> named.put(group, names(members)));
    return Value.map(named);
  }

  /** Returns the names of the variables that a task sets. */
  public static Set<String> variablesSetBy(Task task) {
    Set<String> names = new LinkedHashSet<>();
    task.register().ifPresent(names::add);
    if (task.has(ModuleTrait.CHANGES_INVENTORY)) {
      names.addAll(InventoryChanges.CHANGED_VARIABLES);
    }
    boolean setsArguments = task.has(ModuleTrait.SETS_VARIABLES) || task.has(ModuleTrait.ADDS_HOST);
    if (setsArguments && task.args() instanceof Value.Entries entries) {
      names.addAll(entries.map().keySet());
    }
    if (!task.location().blocks().isEmpty()) {
      names.add(FAILED_TASK);
      names.add(FAILED_RESULT);
    }
    return names;
  }

  Map<String, Value> extra() {
    return extra;
  }

  boolean isFact(String name) {
    return facts.test(name);
  }

  /** Returns whether a task of the run sets a variable of this name. */
  boolean isSetByTask(String name) {
    return setByTasks.contains(name);
  }

  /** Returns the variables of a host. */
  public synchronized HostVars host(HostName name) {
    return hosts.computeIfAbsent(
        name, host -> new HostVars(host, inventory.vars().getOrDefault(host, implicitVars(host))));
  }

  /** The variables of a host that is not in the inventory, for delegation. */
  private static Map<String, Value> implicitVars(HostName host) {
    return host.value().equals("localhost")
        ? Map.of("ansible_connection", Value.text("local"))
        : Map.of();
  }

  public void playHosts(List<HostName> all, List<HostName> batch) {
    playHosts = List.copyOf(all);
    playBatch = List.copyOf(batch);
  }

  /**
   * @param notYetSet names that earlier tasks set but have not set yet
   */
  Optional<Value> magic(
      String name, HostVars host, Play play, Optional<Task> task, Predicate<String> notYetSet) {
    if (notYetSet.test(name)) {
      return Optional.of(
          new Value.Unknown(
              "\"" + name + "\" may be changed by a task that has not run", Place.NONE));
    }
    String hostName = host.host().value();
    return switch (name) {
      case "inventory_hostname" -> Optional.of(Value.text(hostName));
      case "inventory_hostname_short" ->
          Optional.of(Value.text(hostName.replaceFirst("\\..*", "")));
      case "groups" -> Optional.of(groups);
      case "group_names" -> Optional.of(groupsOf(host.host()));
      case "hostvars" -> Optional.of(hostVars(notYetSet));
      case "ansible_play_hosts", "ansible_play_hosts_all", "ansible_play_batch" ->
          Optional.of(names(name.equals("ansible_play_batch") ? playBatch : playHosts));
      case "ansible_play_name" -> Optional.of(Value.text(play.name()));
      case "ansible_check_mode" -> Optional.of(Value.bool(checkMode));
      case "role_name" ->
          task.flatMap(each -> each.location().role()).map(Role::name).map(Value::text);
      case "role_path" ->
          task.flatMap(each -> each.location().role()).map(Role::folder).map(Value::text);
      case "playbook_dir" -> task.map(each -> each.location().folder()).map(Value::text);
      default -> throw new IllegalArgumentException("must be a magic variable: " + name);
    };
  }

  private Value groupsOf(HostName host) {
    return Value.texts(
        inventory.groups().entrySet().stream()
            .filter(group -> !group.getKey().equals("all") && group.getValue().contains(host))
            .map(Map.Entry::getKey)
            .toList());
  }

  private Value hostVars(Predicate<String> notYetSet) {
    Map<String, Value> all = new LinkedHashMap<>();
    for (HostName name : inventory.hosts()) {
      HostVars vars = host(name);
      Map<String, Value> one = new LinkedHashMap<>(vars.inventory());
      vars.facts().ifPresent(one::putAll);
      setByTasks.stream()
          .filter(notYetSet)
          .forEach(
              unset ->
                  one.put(
                      unset,
                      new Value.Unknown(
                          "\"" + unset + "\" is set by a task that has not run", Place.NONE)));
      one.putAll(vars.set());
      one.putAll(extra);
      one.put("inventory_hostname", Value.text(name.value()));
      all.put(name.value(), Value.map(one));
    }
    return Value.map(all);
  }

  private static Value names(List<HostName> hosts) {
    return Value.texts(hosts.stream().map(HostName::value).toList());
  }
}
