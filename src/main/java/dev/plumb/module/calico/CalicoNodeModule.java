package dev.plumb.module.calico;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.module.calico.CalicoNodeSpec.State;
import dev.plumb.module.calico.CalicoNodeState.CalicoctlConfig;
import dev.plumb.module.calico.CalicoNodeState.NoDocker;
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

/** Keeps Calico's node running on a host: the container calico-node and what it stands for. */
public final class CalicoNodeModule implements TaskModule<CalicoNodeSpec, CalicoNodeState> {

  @Override
  public String name() {
    return "calico_node";
  }

  @Override
  public String doc() {
    return "Keeps Calico's node running on a host, as \"calicoctl node run\" v1.1.3 starts it."
        + " Its option --dryrun is what a check is for, and --init-system belongs into a unit of"
        + " systemd.";
  }

  @Override
  public Class<CalicoNodeSpec> spec() {
    return CalicoNodeSpec.class;
  }

  @Override
  public Probe<CalicoNodeState> probe(CalicoNodeSpec spec) {
    return NodeProbe.of(spec);
  }

  @Override
  public Plan<CalicoNodeState> plan(CalicoNodeSpec spec, CalicoNodeState state) {
    return switch (state) {
      case NoDocker none when spec.state() == State.ABSENT && !none.installed() -> Plan.inSync();
      case NoDocker none ->
          Plan.blocked(
              Diagnostic.error(
                  "No docker",
                  "calico-node is a container, and docker does not answer. It said:\n    "
                      + (none.why().isEmpty() ? "(nothing)" : none.why())));
      case Snapshot looked ->
          spec.state() == State.ABSENT ? planAbsent(spec, looked) : planPresent(spec, looked);
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
              "No calicoctl",
              "There is no program "
                  + spec.calicoctl()
                  + " on the host. A task of get_url before this one can bring it."));
    }
    if (found.registration() instanceof Registration.Unknown(String why)) {
      return Plan.blocked(
          Diagnostic.error(
              "Calico's datastore does not answer",
              "calicoctl could not ask %s for the node. It said:\n    %s"
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
              // Beforehand: calicoctl would count the download as time the node takes to start.
              new Step.Run(
                  Command.of("docker", "pull", spec.nodeImage()).withTimeout(NodeSteps.PULL))));
    }
    changes.addAll(started(spec, drift));
    return Plan.of(changes, expected(spec, found));
  }

  /** The container is as asked for; what it should do is looked at too. */
  private static Plan<CalicoNodeState> planHealth(CalicoNodeSpec spec, Snapshot found) {
    List<Change> ill = new ArrayList<>();
    ill.addAll(missing("docker plugin", NodeContainer.sockets(spec), found.sockets()));
    ill.addAll(missing("process", NodeContainer.processes(spec), found.processes()));
    ill.addAll(NodeDrift.ofRegistration(spec, found.registration()));
    if (ill.isEmpty()) {
      return Plan.inSync();
    }
    boolean starting = found.container().orElseThrow().seconds() < spec.timeout().toSeconds();
    return starting
        ? new Plan.Waiting<>(
            NodeSteps.awaitHealthy(spec),
            Diagnostic.error(
                "calico-node does not become healthy",
                "The container runs, but the node is not complete. Its log says why:\n"
                    + "    docker logs calico-node"))
        : Plan.of(started(spec, ill), expected(spec, found));
  }

  private static List<Change> missing(String what, Set<String> wanted, Set<String> found) {
    Set<String> gone = new TreeSet<>(wanted);
    gone.removeAll(found);
    return gone.stream().map(name -> Change.of(what + " " + name, "absent", "present")).toList();
  }

  /** One start brings all of it; the first change has it. */
  private static List<Change> started(CalicoNodeSpec spec, List<Change> drift) {
    Change first = drift.getFirst();
    List<Change> changes = new ArrayList<>(drift);
    changes.set(
        0,
        new Change(
            first.property(),
            first.before(),
            first.after(),
            List.of(NodeSteps.run(spec), NodeSteps.awaitHealthy(spec)),
            Optional.empty()));
    return changes;
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
              // Without a server they would make docker wait for one.
              Step.run(
                  "rm",
                  "-f",
                  "/run/docker/plugins/calico.sock",
                  "/run/docker/plugins/calico-ipam.sock"),
              // Its routes outlive it, and lead to containers that other networks may give the
              // addresses of.
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

  /** calicoctl reads its file whole and then not its environment, without a word. */
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
                "Another configuration overrides this one",
                """
                On the host there is %s, and where it is, calicoctl takes all of its settings from it and none from this task. \
                There %s is "%s"; the task wants "%s".
                Remove the file, with module file, or let the task say the same."""
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
