package dev.plumb.module.weave;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.module.weave.WeaveSpec.State;
import dev.plumb.module.weave.WeaveState.Down;
import dev.plumb.module.weave.WeaveState.NoDocker;
import dev.plumb.module.weave.WeaveState.NoProgram;
import dev.plumb.module.weave.WeaveState.Router;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Keeps Weave's router running on a host, connected to the peers it is to have. */
public final class WeaveModule implements TaskModule<WeaveSpec, WeaveState> {

  @Override
  public String name() {
    return "weave";
  }

  @Override
  public String doc() {
    return "Keeps Weave's router running on a host, connected to the peers it is to have.";
  }

  @Override
  public Class<WeaveSpec> spec() {
    return WeaveSpec.class;
  }

  @Override
  public Probe<WeaveState> probe(WeaveSpec spec) {
    return WeaveProbe.of(spec);
  }

  @Override
  public Plan<WeaveState> plan(WeaveSpec spec, WeaveState state) {
    boolean absent = spec.state() == State.ABSENT;
    return switch (state) {
      case NoProgram _ when absent -> Plan.inSync();
      case NoProgram _ ->
          Plan.blocked(
              Diagnostic.error(
                  "No weave",
                  "There is no program "
                      + spec.weave()
                      + " on the host. A task of get_url before this one can bring it."));
      case NoDocker none when absent && !none.installed() -> Plan.inSync();
      case NoDocker none ->
          Plan.blocked(
              Diagnostic.error(
                  "No docker",
                  "The router is a container, and docker does not answer. It said:\n    "
                      + none.why()));
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
                "Containers on this host have %d addresses of weave, and would lose them with the router. Remove them first, then run again."
                    .formatted(containers)))
        : Plan.of(List.of(reset(spec, "running")), new Down(false));
  }

  private static Change reset(WeaveSpec spec, String before) {
    return Change.of("router", before, "absent", Step.run(spec.weave().value(), "reset"));
  }

  private static Plan<WeaveState> planRunning(WeaveSpec spec, Router is) {
    if (!is.range().equals(spec.ipallocRange())) {
      return new Plan.Refused<>(
          Diagnostic.error(
              "Routers share out other addresses",
              """
              The router has the range %s, and is to have %s. All routers hold parts of that range, and their containers have addresses \
              of it: it can only be changed by giving up all of them. Remove the containers, then the routers (state: absent) \
              on every host, then run again."""
                  .formatted(is.range(), spec.ipallocRange())));
    }
    List<Change> changes = new ArrayList<>();
    compare(changes, "nickname", is.nickname(), spec.nickname().orElse(is.nickname()));
    compare(changes, "password", is.passwordRight() ? "as asked" : "another one", "as asked");
    compare(changes, "discovery", onOff(is.discovery()), onOff(spec.discovery()));
    compare(changes, "default subnet", is.subnet(), spec.subnet());
    compare(
        changes, "trusted subnets", list(is.trusted()), list(new TreeSet<>(spec.trustedSubnets())));
    if (changes.isEmpty()) {
      planPeers(spec, is, changes);
    } else {
      // The router reads these when it starts and never again.
      Change first = changes.getFirst();
      changes.set(
          0,
          Change.of(
              first.property(),
              first.before(),
              first.after(),
              Step.run(spec.weave().value(), "stop"),
              WeaveSteps.launch(spec)));
      compare(changes, "peers", list(is.targets()), list(spec.targets()));
    }
    planExposed(spec, is.exposed(), changes);
    return Plan.of(changes, expected(spec, spec.expose() || is.exposed(), is.active()));
  }

  private static void planPeers(WeaveSpec spec, Router is, List<Change> changes) {
    Set<String> missing = new TreeSet<>(spec.targets());
    missing.removeAll(is.targets());
    Set<String> extra = new TreeSet<>(is.targets());
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
          Change.of("peers", list(is.targets()), list(spec.targets()), steps.toArray(Step[]::new)));
    }
  }

  private static void planExposed(WeaveSpec spec, boolean exposed, List<Change> changes) {
    if (spec.expose() && !exposed) {
      changes.add(
          Change.of(
              "address of the host",
              "none",
              "one of weave's",
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

  private static void compare(List<Change> changes, String property, String is, String wanted) {
    if (!is.equals(wanted)) {
      changes.add(Change.of(property, is, wanted));
    }
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }

  private static String list(Set<String> all) {
    return all.isEmpty() ? "none" : String.join(", ", new TreeSet<>(all));
  }
}
