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

/** Runs Mesos masters with their flags and quorum, and restarts one at a time. */
public final class MesosMasterModule
    implements ClusterModule<MesosMasterSpec, MesosMasterModule.MasterState> {

  private static final String RECOVERED = "registrar/log/recovered";
  private static final String ENSEMBLE = "registrar/log/ensemble_size";
  private static final String ELECTED = "master/elected";

  /**
   * The state of a master.
   *
   * @param flags the flags in effect; empty without an answer
   * @param hasLog whether it has a replicated log
   */
  record MasterState(
      ServiceState daemon,
      Optional<Map<String, String>> flags,
      Map<String, BigDecimal> metrics,
      boolean hasLog) {

    boolean isPositive(String metric) {
      return metrics.getOrDefault(metric, BigDecimal.ZERO).signum() > 0;
    }

    /** Returns the quorum in effect, or else the one in its file. */
    int quorum(MesosMasterSpec spec) {
      return flags
          .flatMap(f -> Optional.ofNullable(f.get("quorum")))
          .or(
              () ->
                  Optional.ofNullable(
                      MesosFlags.parse(daemon.text(spec.settingsFile())).get("quorum")))
          .filter(q -> q.matches("\\d{1,3}"))
          .map(Integer::parseInt)
          .orElse(spec.majority());
    }
  }

  @Override
  public ModuleInfo<MesosMasterSpec> info() {
    return ModuleInfo.of(
        "mesos_master",
        MesosMasterSpec.class,
        "Runs Mesos masters with their flags and quorum; restarts one at a time, the leader"
            + " last.");
  }

  @Override
  public int rounds(int hosts) {
    return RollingRestart.rounds(hosts);
  }

  @Override
  public Probe<MasterState> probe(MesosMasterSpec spec) {
    return Probe.combine(
        ServiceState.probe(spec.unit(), List.of(spec.settingsFile()), spec.restartWhenNewer()),
        spec.api().flags(),
        spec.api().metrics(),
        FileEntry.exists(log(spec)),
        MasterState::new);
  }

  @Override
  public ClusterPlan<MasterState> plan(
      Map<HostName, MesosMasterSpec> specs, Map<HostName, MasterState> states) {
    List<RollingMember<MasterState>> members = new ArrayList<>();
    int needed = 0;
    int before = 0;
    for (Map.Entry<HostName, MasterState> one : new TreeMap<>(states).entrySet()) {
      HostName host = one.getKey();
      MasterState found = one.getValue();
      MesosMasterSpec spec = requireNonNull(specs.get(host));
      if (!found.daemon().exists()) {
        return new ClusterPlan.Blocked<>(MissingUnit.unit(spec.unit(), host), true);
      }
      Optional<Diagnostic> risk = refusalFor(host, spec, found);
      if (risk.isPresent()) {
        return new ClusterPlan.Refused<>(risk.get());
      }
      members.add(member(host, spec, found));
      needed = spec.masters().size() > 1 ? spec.majority() : 0;
      int quorum = found.quorum(spec);
      if (found.daemon().running() && quorum > 1 && quorum < spec.majority()) {
        before = quorum;
      }
    }
    if (before == 0) {
      return new RollingRestart<>("Mesos master", needed, members, states).plan();
    }
    // More masters: the running ones get the larger quorum before the new ones start. Otherwise,
    // the
    // new ones could form a majority with some of the old ones against the others.
    List<RollingMember<MasterState>> running =
        members.stream().filter(m -> m.service().running()).toList();
    return new RollingRestart<>("Mesos master", before, running, states).plan();
  }

  private static RollingMember<MasterState> member(
      HostName host, MesosMasterSpec spec, MasterState found) {
    ServiceState daemon = found.daemon();
    Map<RemotePath, String> texts = Map.of(spec.settingsFile(), spec.desiredFlags().text());
    boolean logGoes = losesRegistry(spec, found);
    Optional<RollingMember.RestartReason> due =
        !daemon.running()
            ? Optional.empty()
            : found
                .flags()
                .flatMap(
                    flags ->
                        spec.desiredFlags()
                            .firstDifference(flags, daemon.text(spec.settingsFile())))
                .or(
                    () ->
                        daemon.changedSinceStart().map(RollingMember.RestartReason::startedBefore));
    Map<String, BigDecimal> served = new TreeMap<>(found.metrics());
    served.put(RECOVERED, BigDecimal.ONE);
    served.put(ELECTED, BigDecimal.ZERO);
    served.put(ENSEMBLE, BigDecimal.valueOf(spec.masters().size()));
    return new RollingMember<>(
        host,
        spec.unit(),
        daemon,
        daemon.fileChanges(texts),
        due,
        // A master that will lose its log does not count for the quorum.
        found.flags().isPresent() && found.isPositive(RECOVERED) && !logGoes,
        found.isPositive(ELECTED),
        logGoes ? List.of(Step.run("rm", "-rf", "--", log(spec).value())) : List.of(),
        spec.api().awaitServing(RECOVERED, spec.patience()),
        new MasterState(
            daemon.startedWith(texts), Optional.of(spec.desiredFlags().values()), served, true));
  }

  private static boolean losesRegistry(MesosMasterSpec spec, MasterState found) {
    return found.hasLog() && found.quorum(spec) == 1 && spec.majority() > 1;
  }

  private static Optional<Diagnostic> refusalFor(
      HostName host, MesosMasterSpec spec, MasterState found) {
    if (losesRegistry(spec, found) && !spec.allowRegistryLoss()) {
      return Optional.of(
          Diagnostic.error(
              "Registry would be lost",
              """
              The Mesos master on %s has its own log (quorum 1), and must become one of %d with quorum %d. \
              Its log cannot be migrated: it would be removed, and with it the registry of agents. Agents \
              register again, and tasks keep running. If this is intended, set once:
                  allow_registry_loss: true\
              """
                  .formatted(host, spec.masters().size(), spec.majority())));
    }
    int ensemble = found.metrics().getOrDefault(ENSEMBLE, BigDecimal.ZERO).intValue();
    if (ensemble > spec.masters().size()) {
      return Optional.of(
          Diagnostic.error(
              "More masters run than are declared",
              """
              The Mesos master on %s sees %d masters, but %d are declared. With quorum %d, two groups of \
              masters could make conflicting decisions and corrupt the log. Stop the other masters \
              permanently, or declare them.\
              """
                  .formatted(host, ensemble, spec.masters().size(), spec.majority())));
    }
    return Optional.empty();
  }

  private static RemotePath log(MesosMasterSpec spec) {
    return spec.workDir().child("replicated_log");
  }

  @Override
  public Map<String, Value> result(HostName host, MesosMasterSpec spec, MasterState found) {
    return Map.of("leader", Value.bool(found.isPositive(ELECTED)));
  }
}
