package dev.plumb.module.docker.network;

import static java.util.Objects.requireNonNull;

import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.docker.network.NetworkState.Existing;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Maintains a docker network: created once if hosts share it through docker's cluster store, or on
 * each host if it is local.
 */
public final class DockerNetworkModule implements ClusterModule<NetworkSpec, NetworkState> {

  @Override
  public ModuleInfo<NetworkSpec> info() {
    return ModuleInfo.of(
        "docker_network",
        NetworkSpec.class,
        "Maintains a docker network. A shared network is created once and checked on all hosts;"
            + " a network with a local driver, such as bridge, is created on each host.");
  }

  @Override
  public Probe<NetworkState> probe(NetworkSpec spec) {
    return NetworkState.probe(spec.name());
  }

  /** The second round is for a plugin's driver that turns out to be local. */
  @Override
  public int rounds(int hosts) {
    return 2;
  }

  @Override
  public ClusterPlan<NetworkState> plan(
      Map<HostName, NetworkSpec> specs, Map<HostName, NetworkState> states) {
    SortedMap<HostName, DockerInspection> unavailable = new TreeMap<>();
    List<String> ambiguous = new ArrayList<>();
    new TreeMap<>(states)
        .forEach(
            (host, state) -> {
              switch (state) {
                case NetworkState.Unavailable(DockerInspection why) -> unavailable.put(host, why);
                case NetworkState.Ambiguous(List<String> ids) ->
                    ambiguous.add("    %s: %s".formatted(host, String.join(", ", ids)));
                case NetworkState.Missing _, Existing _ -> {}
              }
            });
    if (!unavailable.isEmpty()) {
      return new ClusterPlan.Blocked<>(DockerInspection.explain(unavailable), true);
    }
    if (!ambiguous.isEmpty()) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "Several networks of one name",
              "Docker allows several networks of the same name, and these hosts have some. Remove"
                  + " all but the intended one by id (docker network rm ID):\n"
                  + String.join("\n", ambiguous)),
          false);
    }
    return combine(planByNetwork(specs, states), states);
  }

  /** Plans each independent network: by name, and for local networks by host. */
  private static List<ClusterPlan<NetworkState>> planByNetwork(
      Map<HostName, NetworkSpec> specs, Map<HostName, NetworkState> states) {
    List<ClusterPlan<NetworkState>> parts = new ArrayList<>();
    Map<String, SortedMap<HostName, NetworkSpec>> byName = new TreeMap<>();
    specs.forEach(
        (host, spec) ->
            byName.computeIfAbsent(spec.name().value(), _ -> new TreeMap<>()).put(host, spec));
    for (SortedMap<HostName, NetworkSpec> asked : byName.values()) {
      SortedMap<HostName, NetworkState> seen = new TreeMap<>(states);
      seen.keySet().retainAll(asked.keySet());
      SortedSet<HostName> unseen = new TreeSet<>(asked.keySet());
      unseen.removeAll(seen.keySet());
      if (seen.isEmpty()) {
        continue;
      }
      if (isLocal(asked, seen)) {
        seen.forEach(
            (host, state) ->
                parts.add(
                    new NetworkPlanner(
                            requireNonNull(asked.get(host)),
                            new TreeMap<>(Map.of(host, state)),
                            new TreeSet<>())
                        .plan()));
      } else if (asked.values().stream().distinct().count() > 1) {
        parts.add(new ClusterPlan.Blocked<>(conflictingSpecs(asked), false));
      } else {
        parts.add(new NetworkPlanner(asked.firstEntry().getValue(), seen, unseen).plan());
      }
    }
    return parts;
  }

  private static boolean isLocal(
      SortedMap<HostName, NetworkSpec> asked, SortedMap<HostName, NetworkState> seen) {
    return asked.values().stream().allMatch(NetworkSpec::isLocal)
        || seen.entrySet().stream()
            .anyMatch(
                one ->
                    one.getValue() instanceof Existing found
                        && found.scope().equals("local")
                        && found.driver().equals(requireNonNull(asked.get(one.getKey())).driver()));
  }

  private static Diagnostic conflictingSpecs(SortedMap<HostName, NetworkSpec> asked) {
    return Diagnostic.error(
        "Hosts declare different networks",
        "%s is one network shared by %s, so all of them must declare it with the same arguments."
            .formatted(asked.firstEntry().getValue().name(), HostName.join(asked.keySet())));
  }

  /** Combines the plans: a blocked one blocks all, and changes come before waiting. */
  private static ClusterPlan<NetworkState> combine(
      List<ClusterPlan<NetworkState>> parts, Map<HostName, NetworkState> states) {
    List<HostChange> changes = new ArrayList<>();
    Map<HostName, NetworkState> expected = new TreeMap<>(states);
    List<ClusterPlan<NetworkState>> waits = new ArrayList<>();
    for (ClusterPlan<NetworkState> part : parts) {
      switch (part) {
        case ClusterPlan.InSync<NetworkState> _ -> {}
        case ClusterPlan.Needed<NetworkState>(var more, var then) -> {
          changes.addAll(more);
          expected.putAll(then);
        }
        case ClusterPlan.Waiting<NetworkState> _ -> waits.add(part);
        case ClusterPlan.Blocked<NetworkState> _, ClusterPlan.Refused<NetworkState> _ -> {
          return part;
        }
      }
    }
    if (!changes.isEmpty()) {
      return new ClusterPlan.Needed<>(changes, expected);
    }
    return waits.isEmpty() ? new ClusterPlan.InSync<>() : waits.getFirst();
  }

  @Override
  public Map<String, Value> result(HostName host, NetworkSpec spec, NetworkState state) {
    return state instanceof Existing found
        ? Map.of(
            "network",
            Value.map(
                Map.of(
                    "id", Value.text(found.id()),
                    "name", Value.text(spec.name().value()),
                    "driver", Value.text(found.driver()),
                    "scope", Value.text(found.scope()))))
        : Map.of();
  }
}
