package dev.plumb.module.docker.network;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Presence;
import dev.plumb.module.docker.network.NetworkState.Existing;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plans one network: on one host if its driver is local, else on all hosts together. */
final class NetworkPlanner {

  private final NetworkSpec spec;
  private final SortedMap<HostName, NetworkState> states;

  /** Hosts that have the task but were not probed. */
  private final SortedSet<HostName> unprobed;

  private final SortedMap<HostName, Existing> existing = new TreeMap<>();

  /** Each distinct network of this name, on the first host that has it. */
  private final SortedMap<HostName, Existing> distinct = new TreeMap<>();

  NetworkPlanner(
      NetworkSpec spec, SortedMap<HostName, NetworkState> states, SortedSet<HostName> unprobed) {
    this.spec = spec;
    this.states = states;
    this.unprobed = unprobed;
    Set<String> ids = new HashSet<>();
    states.forEach(
        (host, state) -> {
          if (state instanceof Existing one) {
            existing.put(host, one);
            if (ids.add(one.id())) {
              distinct.put(host, one);
            }
          }
        });
  }

  ClusterPlan<NetworkState> plan() {
    return spec.state() == Presence.ABSENT ? planAbsent() : planPresent();
  }

  private ClusterPlan<NetworkState> planAbsent() {
    if (existing.isEmpty()) {
      return new ClusterPlan.InSync<>();
    }
    if (isInUse()) {
      return inUse("The network %s cannot be removed, because it has".formatted(spec.name()));
    }
    Change remove =
        Change.of("network", "present", "absent", NetworkSteps.remove(spec.name().value()));
    return needed(
        distinct.keySet().stream().map(host -> new HostChange(host, remove)).toList(),
        new NetworkState.Missing(true));
  }

  private ClusterPlan<NetworkState> planPresent() {
    if (existing.isEmpty()) {
      return planMissing();
    }
    SortedMap<HostName, List<Change>> drift = new TreeMap<>();
    distinct.forEach((host, one) -> drift.put(host, NetworkDrift.of(spec, one)));
    drift.values().removeIf(List::isEmpty);
    if (!drift.isEmpty()) {
      return planDrift(drift);
    }
    if (distinct.size() > 1) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "Hosts have different networks of one name",
              "%s is not the same network on %s: each has its own. Check that their cluster stores belong to one cluster, then remove the network on all but one of them."
                  .formatted(spec.name(), HostName.join(distinct.keySet()))),
          false);
    }
    return states.keySet().stream()
        .filter(host -> !existing.containsKey(host))
        .findFirst()
        .map(this::awaitOn)
        .orElseGet(ClusterPlan.InSync::new);
  }

  private ClusterPlan<NetworkState> awaitOn(HostName host) {
    return new ClusterPlan.Waiting<>(
        host,
        NetworkSteps.awaitVisible(spec),
        Diagnostic.error(
            "Network is not visible",
            "%s exists on %s, but does not appear on %s, although they share a cluster store. A dockerd that lost its store may not reconnect. To restart it, run on %s:\n    systemctl restart docker.service"
                .formatted(spec.name(), HostName.join(existing.keySet()), host, host)));
  }

  private ClusterPlan<NetworkState> planMissing() {
    List<HostName> withoutStore =
        states.keySet().stream()
            .filter(
                host ->
                    states.get(host) instanceof NetworkState.Missing missing && !missing.hasStore())
            .toList();
    if (!spec.isLocal() && !withoutStore.isEmpty()) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "Docker has no cluster store",
              "Hosts share networks of driver %s through a cluster store, but docker on %s has none. Set cluster-store for it (module docker_daemon)."
                  .formatted(spec.driver(), HostName.join(withoutStore))),
          true);
    }
    return needed(List.of(create(states.firstKey(), "absent", "present")), expected());
  }

  private ClusterPlan<NetworkState> planDrift(SortedMap<HostName, List<Change>> drift) {
    if (!spec.allowRecreate()) {
      return new ClusterPlan.Refused<>(
          Diagnostic.error(
              "Network differs",
              "The network %s differs from its declaration:\n%s\nDocker cannot change a network. To remove and recreate it while no container uses it, set \"allow_recreate: true\"."
                  .formatted(spec.name(), lines(drift))));
    }
    if (isInUse()) {
      return inUse(
          "The network %s must be recreated, because it differs from its declaration:\n%s\nBut it has"
              .formatted(spec.name(), lines(drift)));
    }
    List<HostChange> changes = new ArrayList<>();
    drift.forEach(
        (host, differences) ->
            Change.withSteps(differences, List.of(NetworkSteps.remove(spec.name().value())))
                .forEach(change -> changes.add(new HostChange(host, change))));
    changes.add(create(drift.firstKey(), "removed", "recreated"));
    return needed(changes, expected());
  }

  private HostChange create(HostName host, String before, String after) {
    return new HostChange(host, Change.of("network", before, after, NetworkSteps.create(spec)));
  }

  private boolean isInUse() {
    return !unprobed.isEmpty()
        || existing.values().stream().anyMatch(one -> !one.users().isEmpty());
  }

  private ClusterPlan<NetworkState> inUse(String reason) {
    List<String> users = new ArrayList<>();
    existing.forEach(
        (host, one) -> {
          if (!one.users().isEmpty()) {
            users.add("    on %s: %s".formatted(host, String.join(", ", one.users())));
          }
        });
    unprobed.forEach(host -> users.add("    on %s: unknown, the probe failed".formatted(host)));
    return new ClusterPlan.Refused<>(
        Diagnostic.error(
            "Network is in use",
            "%s containers:\n%s\nRemove them first, or disconnect them:\n    docker network disconnect %s CONTAINER"
                .formatted(reason, String.join("\n", users), spec.name())));
  }

  private Existing expected() {
    return new Existing(
        "(new)",
        spec.isLocal() ? "local" : "global",
        spec.driver(),
        spec.driverOptions().orElse(Map.of()),
        spec.ipamDriver().orElse("default"),
        spec.ipamDriverOptions().orElse(Map.of()),
        spec.blocks(),
        spec.internal().orElse(false),
        spec.attachable().orElse(false),
        spec.enableIpv6().orElse(false),
        spec.labels().orElse(Map.of()),
        List.of());
  }

  private ClusterPlan<NetworkState> needed(List<HostChange> changes, NetworkState everywhere) {
    return new ClusterPlan.Needed<>(
        changes, states.keySet().stream().collect(Collectors.toMap(host -> host, _ -> everywhere)));
  }

  private static String lines(SortedMap<HostName, List<Change>> drift) {
    List<String> lines = new ArrayList<>();
    drift.forEach(
        (host, differences) ->
            differences.forEach(
                one ->
                    lines.add(
                        "    %s: %s is %s, not %s"
                            .formatted(host, one.property(), one.before(), one.after()))));
    return String.join("\n", lines);
  }
}
