package dev.plumb.module.mesos;

import static java.util.Objects.requireNonNull;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.systemd.MissingUnit;
import dev.plumb.host.systemd.RollingMember;
import dev.plumb.host.systemd.RollingRestart;
import dev.plumb.host.systemd.ServiceState;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
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
    implements ClusterModule<MesosAgentSpec, MesosAgentModule.AgentState> {

  private static final String REGISTERED = "slave/registered";

  // $1 unit. What an agent says when it ends because it is another than the one on its disk.
  private static final String INCOMPATIBLE =
      "journalctl -q -u \"$1\" -n 20 -o cat --no-pager 2>/dev/null | grep -m 1 'Incompatible agent"
          + " info'";

  /**
   * An agent as found.
   *
   * @param flags those in effect; empty when it does not answer
   * @param version empty when it does not answer
   * @param hasId whether an id is on its disk that it comes back with
   * @param reportedIncompatible whether the last that it said was that it cannot come back with
   *     that id
   */
  record AgentState(
      ServiceState daemon,
      Optional<Map<String, String>> flags,
      boolean registered,
      String version,
      boolean hasId,
      boolean reportedIncompatible) {}

  @Override
  public ModuleInfo<MesosAgentSpec> info() {
    return ModuleInfo.of(
        "mesos_agent",
        MesosAgentSpec.class,
        "Keeps agents of Mesos with their flags; restarts one at a time.");
  }

  @Override
  public int rounds(int hosts) {
    return RollingRestart.rounds(hosts);
  }

  @Override
  public Probe<AgentState> probe(MesosAgentSpec spec) {
    Probe<Boolean> hasId =
        Probe.of(Command.of("test", "-e", spec.latestLink()), test -> Reading.of(test.succeeded()));
    Probe<Boolean> incompatible =
        Probe.of(
            Command.shell(INCOMPATIBLE, spec.unit().fullName()),
            grep -> Reading.of(grep.succeeded()));
    Probe<ApiState> answers =
        spec.endpoint()
            .flags()
            .and(spec.endpoint().metrics(), FlagsAndMetrics::new)
            .and(spec.endpoint().version(), MesosAgentModule::found);
    return ServiceState.probe(spec.unit(), List.of(spec.settingsFile()), spec.restartWhenNewer())
        .and(
            answers,
            (daemon, a) ->
                new AgentState(daemon, a.flags(), a.registered(), a.version(), false, false))
        .and(
            hasId.and(incompatible, (id, said) -> List.of(id, said)),
            (f, disk) ->
                new AgentState(
                    f.daemon(),
                    f.flags(),
                    f.registered(),
                    f.version(),
                    disk.getFirst(),
                    disk.getLast() && !f.daemon().running()));
  }

  private record FlagsAndMetrics(
      Optional<Map<String, String>> flags, Map<String, BigDecimal> metrics) {}

  private record ApiState(
      Optional<Map<String, String>> flags, boolean registered, String version) {}

  private static ApiState found(FlagsAndMetrics answers, String version) {
    boolean registered = answers.metrics().getOrDefault(REGISTERED, BigDecimal.ZERO).signum() > 0;
    return new ApiState(answers.flags(), registered, version);
  }

  @Override
  public ClusterPlan<AgentState> plan(
      Map<HostName, MesosAgentSpec> specs, Map<HostName, AgentState> states) {
    List<RollingMember<AgentState>> members = new ArrayList<>();
    for (Map.Entry<HostName, AgentState> one : new TreeMap<>(states).entrySet()) {
      HostName host = one.getKey();
      AgentState found = one.getValue();
      MesosAgentSpec spec = requireNonNull(specs.get(host));
      if (!found.daemon().exists()) {
        return new ClusterPlan.Blocked<>(MissingUnit.unit(spec.unit(), host), true);
      }
      Optional<RollingMember.RestartReason> newId = AgentIdentity.change(spec, found);
      if (newId.isPresent() && !spec.allowAgentIdChange()) {
        return new ClusterPlan.Refused<>(refusal(host, newId.get()));
      }
      members.add(member(host, spec, found, newId.isPresent()));
    }
    return new RollingRestart<>("Mesos agent", 0, members, states).plan();
  }

  private static RollingMember<AgentState> member(
      HostName host, MesosAgentSpec spec, AgentState found, boolean newId) {
    ServiceState daemon = found.daemon();
    Map<RemotePath, String> texts = Map.of(spec.settingsFile(), spec.desiredFlags().text());
    Optional<RollingMember.RestartReason> due =
        daemon.running()
            ? found
                .flags()
                .flatMap(
                    flags ->
                        spec.desiredFlags()
                            .firstDifference(flags, daemon.text(spec.settingsFile())))
                .or(
                    () ->
                        daemon.changedSinceStart().map(RollingMember.RestartReason::startedBefore))
            : Optional.empty();
    return new RollingMember<>(
        host,
        spec.unit(),
        daemon,
        daemon.fileChanges(texts),
        due,
        found.registered(),
        false,
        newId ? List.of(Step.run("rm", "-f", "--", spec.latestLink())) : List.of(),
        spec.endpoint().awaitServing(REGISTERED, spec.patience()),
        new AgentState(
            daemon.startedWith(texts),
            Optional.of(spec.desiredFlags().values()),
            true,
            found.version(),
            true,
            false));
  }

  private static Diagnostic refusal(HostName host, RollingMember.RestartReason due) {
    return Diagnostic.error(
        "Agent would need a new id",
        """
        The Mesos agent on %s has an id on its disk that it cannot come back with: %s is %s, and %s is \
        asked for. With a new id all its tasks are lost, and frameworks launch them anew, perhaps \
        elsewhere. Take back the change, or drain the agent and say once:
            allow_agent_id_change: true
        From Mesos 1.5 on, what only adds can be had without a new id:
            flags: {reconfiguration_policy: additive}\
        """
            .formatted(host, due.property(), due.before(), due.after()));
  }

  @Override
  public Map<String, Value> result(HostName host, MesosAgentSpec spec, AgentState found) {
    return Map.of("registered", Value.bool(found.registered()));
  }
}
