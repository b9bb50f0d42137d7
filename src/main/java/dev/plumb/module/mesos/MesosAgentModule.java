package dev.plumb.module.mesos;

import static java.util.Objects.requireNonNull;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.FileEntry;
import dev.plumb.host.systemd.MissingUnit;
import dev.plumb.host.systemd.RollingMember;
import dev.plumb.host.systemd.RollingRestart;
import dev.plumb.host.systemd.ServiceState;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs Mesos agents with their flags; refuses changes that need a new agent id. */
public final class MesosAgentModule
    implements ClusterModule<MesosAgentSpec, MesosAgentModule.AgentState> {

  private static final String REGISTERED = "slave/registered";

  // $1: unit. The message of an agent that exits because its id belongs to another configuration.
  private static final String INCOMPATIBLE =
      """
      # did the agent report an incompatible configuration:
      log=$(journalctl -q -u "$1" -n 20 -o cat --no-pager 2>&1) || { echo "$log" >&2; exit 2; }
      case $log in
        *'Incompatible agent info'*) exit 0 ;;
      esac
      exit 1
      """;

  /**
   * The state of an agent.
   *
   * @param flags the flags in effect; empty without an answer
   * @param version empty without an answer
   * @param hasId whether its disk has an agent id
   * @param reportedIncompatible whether it exited because its configuration does not match that id
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
        "Runs Mesos agents with their flags; restarts one at a time.");
  }

  @Override
  public int rounds(int hosts) {
    return RollingRestart.rounds(hosts);
  }

  @Override
  public Probe<AgentState> probe(MesosAgentSpec spec) {
    Probe<Boolean> hasId = FileEntry.exists(RemotePath.of(spec.latestLink()));
    Probe<Boolean> incompatible = Probe.holds(Command.shell(INCOMPATIBLE, spec.unit().value()));
    return Probe.combine(
        ServiceState.probe(spec.unit(), List.of(spec.settingsFile()), spec.restartWhenNewer()),
        Probe.combine(
            spec.api().flags(), spec.api().metrics(), spec.api().version(), ApiState::new),
        Probe.combine(hasId, incompatible, Disk::new),
        (service, api, disk) ->
            new AgentState(
                service,
                api.flags(),
                api.metrics().getOrDefault(REGISTERED, BigDecimal.ZERO).signum() > 0,
                api.version(),
                disk.hasId(),
                disk.reportedIncompatible() && !service.running()));
  }

  private record ApiState(
      Optional<Map<String, String>> flags, Map<String, BigDecimal> metrics, String version) {}

  private record Disk(boolean hasId, boolean reportedIncompatible) {}

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
        spec.api().awaitServing(REGISTERED, spec.patience()),
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
        The Mesos agent on %s would not start with its current id: %s is %s, but %s is declared. With a \
        new id, all its tasks are lost, and frameworks relaunch them, perhaps elsewhere. Revert the \
        change, or drain the agent and set once:
            allow_agent_id_change: true
        Since Mesos 1.5, changes that only add something need no new id with:
            flags: {reconfiguration_policy: additive}\
        """
            .formatted(host, due.property(), due.before(), due.after()));
  }

  @Override
  public Map<String, Value> result(HostName host, MesosAgentSpec spec, AgentState found) {
    return Map.of("registered", Value.bool(found.registered()));
  }
}
