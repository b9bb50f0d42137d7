package dev.plumb.module.docker.network;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.docker.network.NetworkSpec.State;
import dev.plumb.module.docker.network.NetworkState.Existing;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Plans for one network: of one host where its driver is local, of all together else. Made for one
 * plan.
 */
final class NetworkPlanner {

  private final NetworkSpec spec;
  private final SortedMap<HostName, NetworkState> states;

  /** Hosts that have the task and could not be looked at. */
  private final SortedSet<HostName> unprobed;

  private final SortedMap<HostName, Existing> existing = new TreeMap<>();

  NetworkPlanner(
      NetworkSpec spec, SortedMap<HostName, NetworkState> states, SortedSet<HostName> unseen) {
    this.spec = spec;
    this.states = states;
    this.unprobed = unseen;
    states.forEach(
        (host, state) -> {
          if (state instanceof Existing one) {
            existing.put(host, one);
          }
        });
  }

  ClusterPlan<NetworkState> plan() {
    return spec.state() == State.ABSENT ? planAbsent() : planPresent();
  }

  private ClusterPlan<NetworkState> planAbsent() {
    if (existing.isEmpty()) {
      return new ClusterPlan.InSync<>();
    }
    if (isInUse()) {
      return inUse("is to be taken away");
    }
    List<HostChange> changes = new ArrayList<>();
    holders()
        .forEach(
            (host, _) ->
                changes.add(
                    change(
                        host,
                        "network",
                        "present",
                        "absent",
                        NetworkSteps.remove(spec.name().value()))));
    return needed(changes, new NetworkState.Missing(true));
  }

  private ClusterPlan<NetworkState> planPresent() {
    if (existing.isEmpty()) {
      return planMissing();
    }
    SortedMap<HostName, List<NetworkDifference>> differing = new TreeMap<>();
    holders()
        .forEach(
            (host, one) -> {
              List<NetworkDifference> differences = NetworkDifference.between(spec, one);
              if (!differences.isEmpty()) {
                differing.put(host, differences);
              }
            });
    if (!differing.isEmpty()) {
      return planDiffering(differing);
    }
    if (holders().size() > 1) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "Hosts have different networks of one name",
              "%s is not the same network on %s: each has its own. Are their dockers' stores one cluster? Remove the network on all but one of them."
                  .formatted(spec.name(), list(holders().keySet()))),
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
            "Network is not seen",
            "%s is there on %s, but not on %s, which should have it from the store that they share. A dockerd that has lost its store may not find it again. To restart it, run on %s:\n    systemctl restart docker.service"
                .formatted(spec.name(), list(existing.keySet()), host, host)));
  }

  private ClusterPlan<NetworkState> planMissing() {
    List<HostName> without =
        states.keySet().stream()
            .filter(
                host ->
                    states.get(host) instanceof NetworkState.Missing missing && !missing.hasStore())
            .toList();
    if (!spec.isLocal() && !without.isEmpty()) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "Docker has no cluster store",
              "Hosts share a network of driver %s through a store, and docker on %s has none. Set cluster-store for it (module docker_daemon)."
                  .formatted(spec.driver(), list(without))),
          true);
    }
    return needed(
        List.of(
            change(states.firstKey(), "network", "absent", "present", NetworkSteps.create(spec))),
        expectedNetwork());
  }

  private ClusterPlan<NetworkState> planDiffering(
      SortedMap<HostName, List<NetworkDifference>> differing) {
    if (!spec.allowRecreate()) {
      return new ClusterPlan.Refused<>(
          Diagnostic.error(
              "Network differs",
              "The network %s is there and is not as asked for:\n%s\nDocker cannot change a network. To have it taken away and made anew, say \"allow_recreate: true\"; that is done only while no container uses it."
                  .formatted(spec.name(), lines(differing))));
    }
    if (isInUse()) {
      return inUse("is to be made anew, as it is not as asked for:\n" + lines(differing) + "\nIt");
    }
    List<HostChange> changes = new ArrayList<>();
    differing.forEach(
        (host, differences) -> {
          Step[] first = {NetworkSteps.remove(spec.name().value())};
          for (NetworkDifference difference : differences) {
            changes.add(
                change(
                    host, difference.field(), difference.found(), difference.requested(), first));
            first = new Step[0];
          }
        });
    changes.add(
        change(
            differing.firstKey(), "network", "taken away", "made anew", NetworkSteps.create(spec)));
    return needed(changes, expectedNetwork());
  }

  private boolean isInUse() {
    return !unprobed.isEmpty()
        || existing.values().stream().anyMatch(one -> !one.users().isEmpty());
  }

  private ClusterPlan<NetworkState> inUse(String why) {
    List<String> reasons = new ArrayList<>();
    existing.forEach(
        (host, one) -> {
          if (!one.users().isEmpty()) {
            reasons.add("    on %s: %s".formatted(host, String.join(", ", one.users())));
          }
        });
    unprobed.forEach(
        host -> reasons.add("    on %s: not known, it could not be looked at".formatted(host)));
    return new ClusterPlan.Refused<>(
        Diagnostic.error(
            "Network is in use",
            "The network %s %s has containers:\n%s\nRemove them first, or disconnect them:\n    docker network disconnect %s CONTAINER"
                .formatted(
                    spec.name(),
                    why.endsWith("It") ? why : why + ", and",
                    String.join("\n", reasons),
                    spec.name())));
  }

  /** Each network of the name once, on the first host that has it. */
  private SortedMap<HostName, Existing> holders() {
    SortedMap<HostName, Existing> holders = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    existing.forEach(
        (host, one) -> {
          if (ids.add(one.id())) {
            holders.put(host, one);
          }
        });
    return holders;
  }

  private Existing expectedNetwork() {
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

  private static HostChange change(
      HostName host, String property, String before, String after, Step... steps) {
    return new HostChange(host, Change.of(property, before, after, steps));
  }

  private static String lines(SortedMap<HostName, List<NetworkDifference>> differing) {
    List<String> lines = new ArrayList<>();
    differing.forEach(
        (host, differences) ->
            differences.forEach(
                one ->
                    lines.add(
                        "    %s: %s is %s, not %s"
                            .formatted(host, one.field(), one.found(), one.requested()))));
    return String.join("\n", lines);
  }

  private static String list(Iterable<HostName> hosts) {
    TreeSet<String> names = new TreeSet<>();
    hosts.forEach(host -> names.add(host.value()));
    return String.join(", ", names);
  }
}
