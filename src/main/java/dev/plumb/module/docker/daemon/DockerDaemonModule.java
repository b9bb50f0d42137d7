package dev.plumb.module.docker.daemon;

import static java.util.Objects.requireNonNull;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
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

/**
 * Runs dockerd with the declared settings. It plans all hosts together, so that only one dockerd at
 * a time restarts: each host's changes end with a wait until it is healthy.
 */
public final class DockerDaemonModule implements ClusterModule<DaemonSpec, DaemonState> {

  @Override
  public ModuleInfo<DaemonSpec> info() {
    return ModuleInfo.of(
        "docker_daemon",
        DaemonSpec.class,
        "Runs dockerd with the declared settings, each in one place. Reloads dockerd if that"
            + " applies all changes; otherwise restarts it, one host at a time, and waits until it"
            + " answers and is connected to its store.");
  }

  @Override
  public Probe<DaemonState> probe(DaemonSpec spec) {
    return DaemonProbe.of(spec);
  }

  @Override
  public int rounds(int hosts) {
    // The second round is for a systemd daemon-reload that becomes necessary in the first.
    return 2;
  }

  @Override
  public ClusterPlan<DaemonState> plan(
      Map<HostName, DaemonSpec> specs, Map<HostName, DaemonState> states) {
    Map<HostName, DaemonState.Installed> installed = new TreeMap<>();
    List<HostName> missing = new ArrayList<>();
    List<String> masked = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    new TreeMap<>(states)
        .forEach(
            (host, state) -> {
              switch (state) {
                case DaemonState.NotInstalled _ -> missing.add(host);
                case DaemonState.Masked _ -> masked.add(host.value());
                case DaemonState.Installed found -> {
                  installed.put(host, found);
                  DaemonConfigErrors.of(requireNonNull(specs.get(host)), found)
                      .forEach(error -> errors.add(host + ": " + error));
                }
              }
            });
    if (!errors.isEmpty()) {
      return new ClusterPlan.Refused<>(
          Diagnostic.error(
              "dockerd would not start with these settings",
              String.join("\n", errors) + "\nNothing was changed on any host."));
    }
    if (!masked.isEmpty()) {
      return new ClusterPlan.Blocked<>(
          Diagnostic.error(
              "Unit is masked",
              "docker.service is masked on %s and cannot be started. To unmask it, run there:\n    systemctl unmask docker.service"
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
    // Hosts whose dockerd is down go first: no working one stops while another is down.
    installed.entrySet().stream()
        .sorted(Comparator.comparing(entry -> running(entry.getValue())))
        .forEach(
            entry -> {
              HostName host = entry.getKey();
              DaemonPlanner planner =
                  new DaemonPlanner(requireNonNull(specs.get(host)), entry.getValue());
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
          : waitForStore(cutOff.getFirst(), requireNonNull(specs.get(cutOff.getFirst())));
    }
    cutOff.forEach(
        host ->
            changes.addFirst(
                new HostChange(
                    host,
                    Change.of(
                        "store",
                        "not connected",
                        "connected",
                        awaitHealthy(requireNonNull(specs.get(host)))))));
    return new ClusterPlan.Needed<>(changes, expected);
  }

  private static ClusterPlan<DaemonState> waitForStore(HostName host, DaemonSpec spec) {
    return new ClusterPlan.Waiting<>(
        host,
        awaitHealthy(spec),
        Diagnostic.error(
            "dockerd is not connected to its store",
            "dockerd on %s has its settings, but no connection to %s. Networks shared by hosts need it. To see why, run on %s:\n    journalctl -u docker.service -n 50"
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

  private static Diagnostic notInstalled(List<HostName> hosts) {
    return Diagnostic.error(
        "dockerd is not installed",
        "There is no docker.service on %s. Install docker before this task; Debian 12 packages it as docker.io."
            .formatted(HostName.join(hosts)));
  }

  @Override
  public Map<String, Value> result(HostName host, DaemonSpec spec, DaemonState state) {
    return state instanceof DaemonState.Installed found
        ? Map.of("version", Value.text(found.version()))
        : Map.of();
  }
}
