package dev.plumb.module.weave;

import static dev.plumb.change.Change.addDifference;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.module.weave.WeaveState.DockerUnavailable;
import dev.plumb.module.weave.WeaveState.Down;
import dev.plumb.module.weave.WeaveState.NoProgram;
import dev.plumb.module.weave.WeaveState.Router;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs Weave's router on a host, connected to the declared peers. */
public final class WeaveModule implements TaskModule<WeaveSpec, WeaveState> {

  @Override
  public ModuleInfo<WeaveSpec> info() {
    return ModuleInfo.of(
        "weave",
        WeaveSpec.class,
        "Runs Weave's router on a host, connected to the declared peers.");
  }

  @Override
  public Probe<WeaveState> probe(WeaveSpec spec) {
    return WeaveProbe.of(spec);
  }

  @Override
  public Plan<WeaveState> plan(WeaveSpec spec, WeaveState state) {
    boolean absent = spec.state() == Presence.ABSENT;
    return switch (state) {
      case NoProgram _ when absent -> Plan.inSync();
      case NoProgram _ ->
          Plan.blocked(
              Diagnostic.error(
                  "weave is not installed",
                  "There is no program %s on the host. Install it with get_url before this task."
                      .formatted(spec.weave())));
      case DockerUnavailable(DockerInspection.NoDocker _) when absent -> Plan.inSync();
      case DockerUnavailable(DockerInspection why) -> Plan.blocked(DockerInspection.explain(why));
      case Down down when absent ->
          down.containerLeft()
              ? Plan.of(List.of(reset(spec, "stopped")), new Down(false))
              : Plan.inSync();
      case Down down -> {
        List<Change> changes = new ArrayList<>();
        changes.add(
            Change.of(
                "router",
                down.containerLeft() ? "stopped" : "absent",
                "running",
                WeaveSteps.launch(spec)));
        planExposed(spec, false, changes);
        yield Plan.of(changes, expected(spec, spec.expose(), 0));
      }
      case Router router -> absent ? planAbsent(spec, router) : planRunning(spec, router);
    };
  }

  private static Plan<WeaveState> planAbsent(WeaveSpec spec, Router router) {
    int containers = router.active() - (router.exposed() ? 1 : 0);
    return containers > 0
        ? new Plan.Refused<>(
            Diagnostic.error(
                "Router is in use",
                "Containers on this host use %d addresses of weave and would lose them with the router. Remove the containers first, then run again."
                    .formatted(containers)))
        : Plan.of(List.of(reset(spec, "running")), new Down(false));
  }

  private static Change reset(WeaveSpec spec, String before) {
    return Change.of("router", before, "absent", Step.run(spec.weave().value(), "reset"));
  }

  private static Plan<WeaveState> planRunning(WeaveSpec spec, Router found) {
    if (!found.range().equals(spec.ipallocRange())) {
      return new Plan.Refused<>(
          Diagnostic.error(
              "Router has a different address range",
              """
              The router has the range %s, but the task declares %s. All routers own parts of their range, and containers use addresses \
              from it, so it cannot be changed while they run. Remove the containers, then the routers (state: absent) \
              on every host, then run again.\
              """
                  .formatted(found.range(), spec.ipallocRange())));
    }
    List<Change> changes = new ArrayList<>();
    addDifference(changes, "nickname", found.nickname(), spec.nickname().orElse(found.nickname()));
    addDifference(
        changes, "password", found.passwordRight() ? "as declared" : "different", "as declared");
    addDifference(changes, "discovery", onOff(found.discovery()), onOff(spec.discovery()));
    addDifference(changes, "default subnet", found.subnet(), spec.subnet());
    addDifference(
        changes, "trusted subnets", list(found.trusted()), list(Set.copyOf(spec.trustedSubnets())));
    if (changes.isEmpty()) {
      planPeers(spec, found, changes);
    } else {
      addDifference(changes, "peers", list(found.targets()), list(spec.targets()));
      // The router reads all of these only at launch.
      changes =
          new ArrayList<>(
              Change.withSteps(
                  changes,
                  List.of(Step.run(spec.weave().value(), "stop"), WeaveSteps.launch(spec))));
    }
    planExposed(spec, found.exposed(), changes);
    return Plan.of(changes, expected(spec, spec.expose() || found.exposed(), found.active()));
  }

  private static void planPeers(WeaveSpec spec, Router found, List<Change> changes) {
    Set<String> missing = new TreeSet<>(spec.targets());
    missing.removeAll(found.targets());
    Set<String> extra = new TreeSet<>(found.targets());
    extra.removeAll(spec.targets());
    List<Step> steps = new ArrayList<>();
    if (!missing.isEmpty()) {
      steps.add(WeaveSteps.command(spec, "connect", missing));
    }
    if (!extra.isEmpty()) {
      steps.add(WeaveSteps.command(spec, "forget", extra));
    }
    if (!steps.isEmpty()) {
      changes.add(
          Change.of(
              "peers", list(found.targets()), list(spec.targets()), steps.toArray(Step[]::new)));
    }
  }

  private static void planExposed(WeaveSpec spec, boolean exposed, List<Change> changes) {
    if (spec.expose() && !exposed) {
      changes.add(
          Change.of(
              "address of the host",
              "none",
              "assigned by weave",
              WeaveSteps.awaitReady(spec),
              Step.run(spec.weave().value(), "expose")));
    }
  }

  private static Router expected(WeaveSpec spec, boolean exposed, int active) {
    return new Router(
        spec.nickname().orElse(""),
        true,
        spec.discovery(),
        spec.ipallocRange(),
        spec.subnet(),
        new TreeSet<>(spec.trustedSubnets()),
        spec.targets(),
        exposed,
        active);
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }

  private static String list(Set<String> all) {
    return all.isEmpty() ? "none" : String.join(", ", new TreeSet<>(all));
  }
}
