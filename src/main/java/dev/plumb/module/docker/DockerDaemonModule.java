package dev.plumb.module.docker;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps dockerd running with the settings asked for. It is planned over all hosts so that one host
 * at a time is without a dockerd: each host's change ends with a wait for its health.
 */
public final class DockerDaemonModule
    implements ClusterModule<DockerDaemonSpec, DockerDaemonState> {

  @Override
  public String name() {
    return "docker_daemon";
  }

  @Override
  public String doc() {
    return "Keeps dockerd running with the settings asked for, each of them in one place. Where a"
        + " reload brings them, it is no restart; restarts are made on one host after the other,"
        + " and none before the last host answers and has found its store.";
  }

  @Override
  public Class<DockerDaemonSpec> spec() {
    return DockerDaemonSpec.class;
  }

  @Override
  public Probe<DockerDaemonState> probe(DockerDaemonSpec spec) {
    return DockerDaemonProbe.of(spec);
  }

  @Override
  public int rounds(int hosts) {
    return 1;
  }

  @Override
  public ClusterPlan<DockerDaemonState> plan(
      Map<HostName, DockerDaemonSpec> specs, Map<HostName, DockerDaemonState> states) {
    Map<HostName, DockerDaemonState.Installed> installed = new TreeMap<>();
    List<HostName> missing = new ArrayList<>();
    List<String> masked = new ArrayList<>();
    List<String> obstacles = new ArrayList<>();
    new TreeMap<>(states)
        .forEach(
            (host, state) -> {
              switch (state) {
                case DockerDaemonState.NotInstalled _ -> missing.add(host);
                case DockerDaemonState.Masked _ -> masked.add(host.value());
                case DockerDaemonState.Installed found -> {
                  installed.put(host, found);
                  DockerDaemonObstacles.of(spec(specs, host), found)
                      .forEach(obstacle -> obstacles.add(host + ": " + obstacle));
                }
              }
            });
    if (!obstacles.isEmpty()) {
      return new ClusterPlan.Refused<>(
          Diagnostic.error(
              "dockerd would not start with these settings",
              String.join("\n", obstacles) + "\nNothing was changed on any host."));
    }
    if (!masked.isEmpty()) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "Unit is masked",
              "docker.service is masked on %s, so that dockerd cannot be started. To lift that, run there:\n    systemctl unmask docker.service"
                  .formatted(String.join(", ", masked))),
          true);
    }
    ClusterPlan<DockerDaemonState> plan = plan(specs, states, installed);
    // A check still tells what is to be done on the other hosts.
    return plan instanceof ClusterPlan.InSync && !missing.isEmpty()
        ? new ClusterPlan.Blocked<>(notInstalled(missing), true)
        : plan;
  }

  private static ClusterPlan<DockerDaemonState> plan(
      Map<HostName, DockerDaemonSpec> specs,
      Map<HostName, DockerDaemonState> states,
      Map<HostName, DockerDaemonState.Installed> installed) {
    List<HostChange> changes = new ArrayList<>();
    Map<HostName, DockerDaemonState> expected = new LinkedHashMap<>(states);
    // Those that are down go first: none that works is stopped while another does not.
    installed.entrySet().stream()
        .sorted(Comparator.comparing(entry -> running(entry.getValue())))
        .forEach(
            entry -> {
              HostName host = entry.getKey();
              DockerDaemonPlanner planner =
                  new DockerDaemonPlanner(spec(specs, host), entry.getValue());
              List<Change> own = planner.changes();
              own.forEach(change -> changes.add(new HostChange(host, change)));
              if (!own.isEmpty()) {
                expected.put(host, planner.expected());
              }
            });
    return changes.isEmpty()
        ? new ClusterPlan.InSync<>()
        : new ClusterPlan.Needed<>(changes, expected);
  }

  private static boolean running(DockerDaemonState.Installed found) {
    return found.process() instanceof DockerDaemonState.Process.Running;
  }

  private static DockerDaemonSpec spec(Map<HostName, DockerDaemonSpec> specs, HostName host) {
    DockerDaemonSpec spec = specs.get(host);
    if (spec == null) {
      throw new IllegalArgumentException("must have a spec: " + host);
    }
    return spec;
  }

  private static Diagnostic notInstalled(List<HostName> hosts) {
    return Diagnostic.error(
        "dockerd is not installed",
        "There is no dockerd that systemd runs on %s. Install docker before this task; in Debian 12 the package is docker.io."
            .formatted(hosts.stream().map(HostName::value).collect(Collectors.joining(", "))));
  }

  @Override
  public Map<String, Value> result(
      HostName host, DockerDaemonSpec spec, DockerDaemonState state) {
    return state instanceof DockerDaemonState.Installed found
        ? Map.of("version", Value.text(found.version()))
        : Map.of();
  }
}
