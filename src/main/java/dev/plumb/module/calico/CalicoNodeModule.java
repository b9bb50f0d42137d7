package dev.plumb.module.calico;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.module.calico.CalicoNodeState.CalicoctlConfig;
import dev.plumb.module.calico.CalicoNodeState.DockerUnavailable;
import dev.plumb.module.calico.CalicoNodeState.Registration;
import dev.plumb.module.calico.CalicoNodeState.Snapshot;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Runs Calico's node on a host: the container calico-node, its processes and its registration. */
public final class CalicoNodeModule implements TaskModule<CalicoNodeSpec, CalicoNodeState> {

  @Override
  public ModuleInfo<CalicoNodeSpec> info() {
    return ModuleInfo.of(
        "calico_node",
        CalicoNodeSpec.class,
        "Runs Calico's node on a host, as \"calicoctl node run\" v1.1.3 starts it, with all of"
            + " its options but --dryrun (use a check) and --init-system (use a systemd unit).");
  }

  @Override
  public Probe<CalicoNodeState> probe(CalicoNodeSpec spec) {
    return NodeProbe.of(spec);
  }

  @Override
  public Plan<CalicoNodeState> plan(CalicoNodeSpec spec, CalicoNodeState state) {
    return switch (state) {
      case DockerUnavailable(DockerInspection.NoDocker _) when spec.state() == Presence.ABSENT ->
          Plan.inSync();
      case DockerUnavailable(DockerInspection why) -> Plan.blocked(DockerInspection.explain(why));
      case Snapshot found ->
          spec.state() == Presence.ABSENT ? planAbsent(spec, found) : planPresent(spec, found);
    };
  }

  private static Plan<CalicoNodeState> planPresent(CalicoNodeSpec spec, Snapshot found) {
    Optional<Diagnostic> other = found.config().flatMap(file -> configConflict(spec, file));
    if (other.isPresent()) {
      return Plan.failed(other.get());
    }
    if (!found.calicoctl()) {
      return Plan.blocked(
          Diagnostic.error(
              "calicoctl is not installed",
              "There is no program %s on the host. Install it with get_url before this task."
                  .formatted(spec.calicoctl())));
    }
    if (found.registration() instanceof Registration.Unknown(String why)) {
      return Plan.blocked(
          Diagnostic.error(
              "Calico's datastore does not answer",
              "calicoctl could not query %s for the node. It reported:\n    %s"
                  .formatted(String.join(", ", spec.etcdEndpoints()), why)));
    }
    List<Change> drift = NodeDrift.of(spec, found);
    if (drift.isEmpty()) {
      return planHealth(spec, found);
    }
    List<Change> changes = new ArrayList<>();
    if (found.image().isEmpty()) {
      changes.add(
          Change.of(
              "image on the host",
              "absent",
              spec.nodeImage(),
              // A separate step, because calicoctl counts a download as part of the start.
              new Step.Run(
                  Command.of("docker", "pull", spec.nodeImage())
                      .withTimeout(NodeSteps.PULL_TIMEOUT))));
    }
    changes.addAll(restart(spec, drift));
    return Plan.of(changes, expected(spec, found));
  }

  /** Checks what the container does, once the container itself is as declared. */
  private static Plan<CalicoNodeState> planHealth(CalicoNodeSpec spec, Snapshot found) {
    List<Change> failures = new ArrayList<>();
    failures.addAll(missing("docker plugin", NodeContainer.sockets(spec), found.sockets()));
    failures.addAll(missing("process", NodeContainer.processes(spec), found.processes()));
    failures.addAll(NodeDrift.ofRegistration(spec, found.registration()));
    if (failures.isEmpty()) {
      return Plan.inSync();
    }
    boolean starting = found.container().orElseThrow().seconds() < spec.timeout().toSeconds();
    return starting
        ? new Plan.Waiting<>(
            NodeSteps.awaitHealthy(spec),
            Diagnostic.error(
                "calico-node does not become healthy",
                "The container runs, but not all of its parts do. To see why, run:\n"
                    + "    docker logs calico-node"))
        : Plan.of(restart(spec, failures), expected(spec, found));
  }

  private static List<Change> missing(String what, Set<String> wanted, Set<String> found) {
    Set<String> gone = new TreeSet<>(wanted);
    gone.removeAll(found);
    return gone.stream().map(name -> Change.of(what + " " + name, "absent", "present")).toList();
  }

  private static List<Change> restart(CalicoNodeSpec spec, List<Change> changes) {
    return Change.withSteps(changes, List.of(NodeSteps.run(spec), NodeSteps.awaitHealthy(spec)));
  }

  private static Snapshot expected(CalicoNodeSpec spec, Snapshot found) {
    String image = found.image().orElse("pulled");
    Registration known =
        found.registration() instanceof Registration.Registered yes
            ? yes
            : new Registration.Registered("", "", "");
    return new Snapshot(
        found.hostname(),
        true,
        Optional.of(image),
        Optional.of(NodeContainer.of(spec, found.hostname(), image)),
        NodeContainer.sockets(spec),
        NodeContainer.processes(spec),
        found.config(),
        NodeDrift.desiredRegistration(spec, (Registration.Registered) known));
  }

  private static Plan<CalicoNodeState> planAbsent(CalicoNodeSpec spec, Snapshot found) {
    List<Change> changes = new ArrayList<>();
    if (found.container().isPresent()) {
      changes.add(
          Change.of(
              "container",
              found.container().get().running() ? "running" : "stopped",
              "absent",
              Step.run("docker", "rm", "--force", NodeContainer.NAME),
              // Docker waits for the server of each socket file.
              Step.run(
                  "rm",
                  "-f",
                  "/run/docker/plugins/calico.sock",
                  "/run/docker/plugins/calico-ipam.sock"),
              // Its routes outlive it, and another network may reuse the addresses.
              Step.run("ip", "route", "flush", "proto", "bird")));
    }
    if (found.registration() instanceof Registration.Registered) {
      String name = spec.name().orElse(found.hostname());
      changes.add(
          Change.of(
              "node in Calico",
              name,
              "absent",
              new Step.Run(
                  Command.of(
                          spec.calicoctl().value(),
                          "delete",
                          "node",
                          name,
                          "--skip-not-exists",
                          "--config=" + spec.config())
                      .withEnvironment(NodeContainer.calicoctlEnvironment(spec)))));
    }
    return Plan.of(
        changes,
        new Snapshot(
            found.hostname(),
            found.calicoctl(),
            found.image(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            found.config(),
            new Registration.Unregistered()));
  }

  /** calicoctl silently ignores its environment if its configuration file exists. */
  private static Optional<Diagnostic> configConflict(CalicoNodeSpec spec, CalicoctlConfig file) {
    Map<String, String> environment = NodeContainer.calicoctlEnvironment(spec);
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("etcdEndpoints", environment.get("ETCD_ENDPOINTS"));
    wanted.put("etcdCACertFile", environment.getOrDefault("ETCD_CA_CERT_FILE", ""));
    wanted.put("etcdCertFile", environment.getOrDefault("ETCD_CERT_FILE", ""));
    wanted.put("etcdKeyFile", environment.getOrDefault("ETCD_KEY_FILE", ""));
    for (Map.Entry<String, String> entry : wanted.entrySet()) {
      String there = file.spec().getOrDefault(entry.getKey(), "");
      if (!parts(there).equals(parts(entry.getValue()))) {
        return Optional.of(
            Diagnostic.error(
                "A configuration file overrides the task",
                """
                The host has the file %s, so calicoctl takes all of its settings from there and none from this task. \
                In the file, %s is "%s"; in the task, it is "%s".
                Remove the file (module file), or declare the same value in the task.\
                """
                    .formatted(spec.config(), entry.getKey(), there, entry.getValue())));
      }
    }
    return Optional.empty();
  }

  private static Set<String> parts(String list) {
    return Set.of(list.replace(" ", "").replaceAll("/(,|$)", "$1").split(","));
  }

  @Override
  public Map<String, Value> result(CalicoNodeSpec spec, CalicoNodeState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    if (state instanceof Snapshot found) {
      result.put("name", Value.text(spec.name().orElse(found.hostname())));
      if (found.registration()
          instanceof Registration.Registered(String ip, String ip6, String as)) {
        result.put("ip", Value.text(ip));
        result.put("ip6", Value.text(ip6));
        result.put("as", Value.text(as));
      }
    }
    return result;
  }
}
