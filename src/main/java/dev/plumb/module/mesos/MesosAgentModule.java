package dev.plumb.module.mesos;

import static java.util.Objects.requireNonNull;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ClusterModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps agents of Mesos with their flags; one that would need a new id is refused. */
public final class MesosAgentModule
    implements ClusterModule<MesosAgentSpec, MesosAgentModule.Found> {

  private static final String REGISTERED = "slave/registered";

  // $1 unit. What an agent says when it ends because it is another than the one on its disk.
  private static final String INCOMPATIBLE =
      "journalctl -q -u \"$1\" -n 20 -o cat --no-pager 2>/dev/null | grep -m 1 'Incompatible agent info'";

  /**
   * An agent as found.
   *
   * @param flags those in effect; empty when it does not answer
   * @param version empty when it does not answer
   * @param hasId whether an id is on its disk that it comes back with
   * @param saidIncompatible whether the last that it said was that it cannot come back with that id
   */
  record Found(
      Daemon daemon,
      Optional<Map<String, String>> flags,
      boolean registered,
      String version,
      boolean hasId,
      boolean saidIncompatible) {}

  @Override
  public String name() {
    return "mesos_agent";
  }

  @Override
  public String doc() {
    return "Keeps agents of Mesos with their flags; restarts one at a time.";
  }

  @Override
  public Class<MesosAgentSpec> spec() {
    return MesosAgentSpec.class;
  }

  @Override
  public int rounds(int hosts) {
    return Rolling.rounds(hosts);
  }

  @Override
  public Probe<Found> probe(MesosAgentSpec spec) {
    Probe<Boolean> hasId =
        Probe.of(Command.of("test", "-e", spec.latest()), test -> Reading.of(test.succeeded()));
    Probe<Boolean> incompatible =
        Probe.of(
            Command.shell(INCOMPATIBLE, spec.unit().full()), grep -> Reading.of(grep.succeeded()));
    Probe<Told> answers =
        spec.endpoint()
            .flags()
            .zip(spec.endpoint().metrics(), Answers::new)
            .zip(spec.endpoint().version(), MesosAgentModule::found);
    return Daemon.probe(spec.unit(), List.of(spec.settingsFile()), spec.restartWhenNewer())
        .zip(
            answers,
            (daemon, a) -> new Found(daemon, a.flags(), a.registered(), a.version(), false, false))
        .zip(
            hasId.zip(incompatible, (id, said) -> List.of(id, said)),
            (f, disk) ->
                new Found(
                    f.daemon(),
                    f.flags(),
                    f.registered(),
                    f.version(),
                    disk.getFirst(),
                    disk.getLast() && !f.daemon().running()));
  }

  private record Answers(Optional<Map<String, String>> flags, Map<String, BigDecimal> metrics) {}

  private record Told(Optional<Map<String, String>> flags, boolean registered, String version) {}

  private static Told found(Answers answers, String version) {
    boolean registered = answers.metrics().getOrDefault(REGISTERED, BigDecimal.ZERO).signum() > 0;
    return new Told(answers.flags(), registered, version);
  }

  @Override
  public ClusterPlan<Found> plan(Map<HostName, MesosAgentSpec> specs, Map<HostName, Found> states) {
    List<Member<Found>> members = new ArrayList<>();
    for (Map.Entry<HostName, Found> one : new TreeMap<>(states).entrySet()) {
      HostName host = one.getKey();
      Found found = one.getValue();
      MesosAgentSpec spec = requireNonNull(specs.get(host));
      if (!found.daemon().known()) {
        return new ClusterPlan.Blocked<>(Missing.unit(spec.unit(), host), true);
      }
      Optional<Member.Due> newId = Identity.change(spec, found);
      if (newId.isPresent() && !spec.allowAgentIdChange()) {
        return new ClusterPlan.Refused<>(refusal(host, newId.get()));
      }
      members.add(member(host, spec, found, newId.isPresent()));
    }
    return new Rolling<>("Mesos agent", 0, members, states).plan();
  }

  private static Member<Found> member(
      HostName host, MesosAgentSpec spec, Found found, boolean newId) {
    Daemon daemon = found.daemon();
    Map<RemotePath, String> texts = Map.of(spec.settingsFile(), spec.wanted().text());
    Optional<Member.Due> due =
        daemon.running()
            ? found
                .flags()
                .flatMap(flags -> spec.wanted().differing(flags, daemon.text(spec.settingsFile())))
                .or(() -> daemon.newer().map(Member.Due::olderThan))
            : Optional.empty();
    return new Member<>(
        host,
        spec.unit(),
        daemon,
        daemon.writes(texts),
        due,
        found.registered(),
        false,
        newId ? List.of(Step.run("rm", "-f", "--", spec.latest())) : List.of(),
        spec.endpoint().serving(REGISTERED, spec.patience()),
        new Found(
            daemon.startedWith(texts),
            Optional.of(spec.wanted().values()),
            true,
            found.version(),
            true,
            false));
  }

  private static Diagnostic refusal(HostName host, Member.Due due) {
    return Diagnostic.error(
        "Agent would need a new id",
        """
        The Mesos agent on %s has an id on its disk that it cannot come back with: %s is %s, and %s is \
        asked for. With a new id all its tasks are lost, and frameworks launch them anew, perhaps \
        elsewhere. Take back the change, or drain the agent and say once:
            allow_agent_id_change: true
        From Mesos 1.5 on, what only adds can be had without a new id:
            flags: {reconfiguration_policy: additive}"""
            .formatted(host, due.property(), due.before(), due.after()));
  }

  @Override
  public Map<String, Value> result(HostName host, MesosAgentSpec spec, Found found) {
    return Map.of("registered", Value.bool(found.registered()));
  }
}
