package dev.plumb.module.docker.daemon;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps dockerd running with the settings asked for. It is planned over all hosts so that one host
 * at a time is without a dockerd: each host's change ends with a wait for its health.
 */
public final class DockerDaemonModule implements ClusterModule<DaemonSpec, DaemonState> {

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
  public Class<DaemonSpec> spec() {
    return DaemonSpec.class;
  }

  @Override
  public Probe<DaemonState> probe(DaemonSpec spec) {
    return DaemonProbe.of(spec);
  }

  @Override
  public int rounds(int hosts) {
    // A second one for what systemd asks for only then: to read its units again.
    return 2;
  }

  @Override
  public ClusterPlan<DaemonState> plan(
      Map<HostName, DaemonSpec> specs, Map<HostName, DaemonState> states) {
    Map<HostName, DaemonState.Installed> installed = new TreeMap<>();
    List<HostName> missing = new ArrayList<>();
    List<String> masked = new ArrayList<>();
    List<String> obstacles = new ArrayList<>();
    new TreeMap<>(states)
        .forEach(
            (host, state) -> {
              switch (state) {
                case DaemonState.NotInstalled _ -> missing.add(host);
                case DaemonState.Masked _ -> masked.add(host.value());
                case DaemonState.Installed found -> {
                  installed.put(host, found);
                  DaemonConfigErrors.of(spec(specs, host), found)
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
    return missing.isEmpty()
        ? plan(specs, states, installed)
        : new ClusterPlan.Blocked<>(notInstalled(missing), true);
  }

  private static ClusterPlan<DaemonState> plan(
      Map<HostName, DaemonSpec> specs,
      Map<HostName, DaemonState> states,
      Map<HostName, DaemonState.Installed> installed) {
    List<HostChange> changes = new ArrayList<>();
    List<HostName> cutOff = new ArrayList<>();
    Map<HostName, DaemonState> expected = new LinkedHashMap<>(states);
    // Those that are down go first: none that works is stopped while another does not.
    installed.entrySet().stream()
        .sorted(Comparator.comparing(entry -> running(entry.getValue())))
        .forEach(
            entry -> {
              HostName host = entry.getKey();
              DaemonPlanner planner = new DaemonPlanner(spec(specs, host), entry.getValue());
              List<Change> own = planner.changes();
              own.forEach(change -> changes.add(new HostChange(host, change)));
              if (!own.isEmpty() || planner.isDisconnectedFromStore()) {
                expected.put(host, planner.expected());
              }
              if (own.isEmpty() && planner.isDisconnectedFromStore()) {
                cutOff.add(host);
              }
            });
    if (changes.isEmpty()) {
      return cutOff.isEmpty()
          ? new ClusterPlan.InSync<>()
          : waitForStore(cutOff.getFirst(), spec(specs, cutOff.getFirst()));
    }
    cutOff.forEach(
        host ->
            changes.addFirst(
                new HostChange(
                    host,
                    Change.of(
                        "store", "not connected", "connected", awaitHealthy(spec(specs, host))))));
    return new ClusterPlan.Needed<>(changes, expected);
  }

  private static ClusterPlan<DaemonState> waitForStore(HostName host, DaemonSpec spec) {
    return new ClusterPlan.Waiting<>(
        host,
        awaitHealthy(spec),
        Diagnostic.error(
            "dockerd is not connected to its store",
            "dockerd on %s has its settings, and has no connection to %s. Networks that hosts share are not there without it. To see what dockerd says, run on %s:\n    journalctl -u docker.service -n 50"
                .formatted(host, store(spec).orElseThrow(), host)));
  }

  private static Step.Await awaitHealthy(DaemonSpec spec) {
    return DaemonHealth.awaitHealthy(store(spec));
  }

  private static Optional<String> store(DaemonSpec spec) {
    return spec.requested("cluster-store").map(Value::toString);
  }

  private static boolean running(DaemonState.Installed found) {
    return found.process() instanceof DaemonState.DaemonProcess.Running;
  }

  private static DaemonSpec spec(Map<HostName, DaemonSpec> specs, HostName host) {
    DaemonSpec spec = specs.get(host);
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
  public Map<String, Value> result(HostName host, DaemonSpec spec, DaemonState state) {
    return state instanceof DaemonState.Installed found
        ? Map.of("version", Value.text(found.version()))
        : Map.of();
  }
}
