package dev.plumb.module.docker;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.docker.DockerNetworkSpec.State;
import dev.plumb.module.docker.DockerNetworkState.Found;
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
final class DockerNetworkPlanner {

  private final DockerNetworkSpec spec;
  private final SortedMap<HostName, DockerNetworkState> states;

  /** Hosts that have the task and could not be looked at. */
  private final SortedSet<HostName> unseen;

  private final SortedMap<HostName, Found> found = new TreeMap<>();

  DockerNetworkPlanner(
      DockerNetworkSpec spec,
      SortedMap<HostName, DockerNetworkState> states,
      SortedSet<HostName> unseen) {
    this.spec = spec;
    this.states = states;
    this.unseen = unseen;
    states.forEach(
        (host, state) -> {
          if (state instanceof Found one) {
            found.put(host, one);
          }
        });
  }

  ClusterPlan<DockerNetworkState> plan() {
    return spec.state() == State.ABSENT ? planAbsent() : planPresent();
  }

  private ClusterPlan<DockerNetworkState> planAbsent() {
    if (found.isEmpty()) {
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
                        DockerNetworkSteps.remove(spec.name().value()))));
    return needed(changes, new DockerNetworkState.Missing(true));
  }

  private ClusterPlan<DockerNetworkState> planPresent() {
    if (found.isEmpty()) {
      return planMissing();
    }
    SortedMap<HostName, List<DockerNetworkDifference>> differing = new TreeMap<>();
    holders()
        .forEach(
            (host, one) -> {
              List<DockerNetworkDifference> differences =
                  DockerNetworkDifference.between(spec, one);
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
        .filter(host -> !found.containsKey(host))
        .findFirst()
        .map(this::waits)
        .orElseGet(ClusterPlan.InSync::new);
  }

  private ClusterPlan<DockerNetworkState> waits(HostName host) {
    return new ClusterPlan.Waits<>(
        host,
        DockerNetworkSteps.seen(spec),
        Diagnostic.error(
            "Network is not seen",
            "%s is there on %s, but not on %s, which should have it from the store that they share. A dockerd that has lost its store may not find it again. To restart it, run on %s:\n    systemctl restart docker.service"
                .formatted(spec.name(), list(found.keySet()), host, host)));
  }

  private ClusterPlan<DockerNetworkState> planMissing() {
    List<HostName> without =
        states.keySet().stream()
            .filter(
                host ->
                    states.get(host) instanceof DockerNetworkState.Missing missing
                        && !missing.hasStore())
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
            change(
                states.firstKey(),
                "network",
                "absent",
                "present",
                DockerNetworkSteps.create(spec))),
        created());
  }

  private ClusterPlan<DockerNetworkState> planDiffering(
      SortedMap<HostName, List<DockerNetworkDifference>> differing) {
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
          Step[] first = {DockerNetworkSteps.remove(spec.name().value())};
          for (DockerNetworkDifference difference : differences) {
            changes.add(
                change(host, difference.field(), difference.found(), difference.asked(), first));
            first = new Step[0];
          }
        });
    changes.add(
        change(
            differing.firstKey(),
            "network",
            "taken away",
            "made anew",
            DockerNetworkSteps.create(spec)));
    return needed(changes, created());
  }

  private boolean isInUse() {
    return !unseen.isEmpty() || found.values().stream().anyMatch(one -> !one.users().isEmpty());
  }

  private ClusterPlan<DockerNetworkState> inUse(String why) {
    List<String> reasons = new ArrayList<>();
    found.forEach(
        (host, one) -> {
          if (!one.users().isEmpty()) {
            reasons.add("    on %s: %s".formatted(host, String.join(", ", one.users())));
          }
        });
    unseen.forEach(
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
  private SortedMap<HostName, Found> holders() {
    SortedMap<HostName, Found> holders = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    found.forEach(
        (host, one) -> {
          if (ids.add(one.id())) {
            holders.put(host, one);
          }
        });
    return holders;
  }

  private Found created() {
    return new Found(
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

  private ClusterPlan<DockerNetworkState> needed(
      List<HostChange> changes, DockerNetworkState everywhere) {
    return new ClusterPlan.Needed<>(
        changes, states.keySet().stream().collect(Collectors.toMap(host -> host, _ -> everywhere)));
  }

  private static HostChange change(
      HostName host, String property, String before, String after, Step... steps) {
    return new HostChange(host, Change.of(property, before, after, steps));
  }

  private static String lines(SortedMap<HostName, List<DockerNetworkDifference>> differing) {
    List<String> lines = new ArrayList<>();
    differing.forEach(
        (host, differences) ->
            differences.forEach(
                one ->
                    lines.add(
                        "    %s: %s is %s, not %s"
                            .formatted(host, one.field(), one.found(), one.asked()))));
    return String.join("\n", lines);
  }

  private static String list(Iterable<HostName> hosts) {
    TreeSet<String> names = new TreeSet<>();
    hosts.forEach(host -> names.add(host.value()));
    return String.join(", ", names);
  }
}
