package dev.plumb.module.docker.network;

import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
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
import java.util.stream.Collectors;

/**
 * Keeps a network of docker: made once where hosts share it through docker's cluster store, and on
 * each host where it is the host's own.
 */
public final class DockerNetworkModule implements ClusterModule<NetworkSpec, NetworkState> {

  @Override
  public String name() {
    return "docker_network";
  }

  @Override
  public String doc() {
    return "Keeps a network of docker. One that hosts share is made once and looked for on all of"
        + " them; one with a local driver, such as bridge, is made on each.";
  }

  @Override
  public Class<NetworkSpec> spec() {
    return NetworkSpec.class;
  }

  @Override
  public Probe<NetworkState> probe(NetworkSpec spec) {
    return NetworkState.probe(spec.name());
  }

  /** A second one where a plug-in's driver turns out to be local once it has made a network. */
  @Override
  public int rounds(int hosts) {
    return 2;
  }

  @Override
  public ClusterPlan<NetworkState> plan(
      Map<HostName, NetworkSpec> specs, Map<HostName, NetworkState> states) {
    List<HostName> silent = new ArrayList<>();
    List<String> ambiguous = new ArrayList<>();
    new TreeMap<>(states)
        .forEach(
            (host, state) -> {
              switch (state) {
                case NetworkState.NoDocker _ -> silent.add(host);
                case NetworkState.Ambiguous(List<String> ids) ->
                    ambiguous.add("    %s: %s".formatted(host, String.join(", ", ids)));
                case NetworkState.Missing _, Existing _ -> {}
              }
            });
    if (!silent.isEmpty()) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "dockerd does not run",
              "Networks are docker's, and dockerd does not run on %s."
                  .formatted(
                      silent.stream().map(HostName::value).collect(Collectors.joining(", ")))),
          true);
    }
    if (!ambiguous.isEmpty()) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "Several networks of one name",
              "Docker takes several networks of the same name, and here are such. Remove all but the one that is meant, by id (docker network rm ID):\n"
                  + String.join("\n", ambiguous)),
          false);
    }
    return combine(planByNetwork(specs, states), states);
  }

  /** Networks that have nothing to do with each other. */
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
                            specOf(asked, host),
                            new TreeMap<>(Map.of(host, state)),
                            new TreeSet<>())
                        .plan()));
      } else if (asked.values().stream().distinct().count() > 1) {
        parts.add(new ClusterPlan.Blocked<>(conflictingSpecs(asked), false));
      } else {
        parts.add(new NetworkPlanner(specOf(asked, asked.firstKey()), seen, unseen).plan());
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
                        && found.driver().equals(specOf(asked, one.getKey()).driver()));
  }

  private static NetworkSpec specOf(Map<HostName, NetworkSpec> asked, HostName host) {
    NetworkSpec spec = asked.get(host);
    if (spec == null) {
      throw new IllegalArgumentException("must have a spec: " + host);
    }
    return spec;
  }

  private static Diagnostic conflictingSpecs(SortedMap<HostName, NetworkSpec> asked) {
    return Diagnostic.error(
        "Network is asked for in different ways",
        "%s is one network that %s share, so all of them must ask for it with the same arguments."
            .formatted(
                specOf(asked, asked.firstKey()).name(),
                asked.keySet().stream().map(HostName::value).collect(Collectors.joining(", "))));
  }

  /** What stops one stops all; what is waited for comes after what is done. */
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
