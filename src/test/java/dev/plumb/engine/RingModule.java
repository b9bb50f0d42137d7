package dev.plumb.engine;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Arg;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The smallest module of many hosts that has everything: hosts join a ring, one in a round; {@code
 * ring NAME} tells how a host stands to it.
 */
final class RingModule implements ClusterModule<RingModule.Spec, RingModule.State> {

  record Spec(@Arg(doc = "Which ring.", example = "a") String name) {}

  enum State {
    NO_PROGRAM,
    OUT,
    JOINING,
    IN,
    IN_ANOTHER
  }

  static Command look(String name) {
    return Command.of("ring", name);
  }

  static Step join(String name) {
    return Step.run("join", name);
  }

  static Step.Await joined(String name) {
    return new Step.Await(
        Command.of("joined", name), Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  static Exec is(State state) {
    return Exec.Exited.of(0, state.name(), "");
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("ring", Spec.class, "Keeps hosts in a ring.");
  }

  @Override
  public Probe<State> probe(Spec spec) {
    return Probe.of(
        look(spec.name()),
        answer ->
            answer.succeeded()
                ? Reading.of(State.valueOf(answer.out()))
                : Reading.unreadable("ring said: " + answer.err()));
  }

  @Override
  public ClusterPlan<State> plan(Map<HostName, Spec> specs, Map<HostName, State> states) {
    List<HostName> hosts = new ArrayList<>(new TreeMap<>(states).keySet());
    if (specs.values().stream().anyMatch(spec -> spec.name().equals("whole"))
        && states.size() < specs.size()) {
      return new ClusterPlan.Refused<>(
          Diagnostic.error("Ring not whole", states.size() + " of " + specs.size() + " are seen."));
    }
    for (HostName host : hosts) {
      if (states.get(host) == State.IN_ANOTHER) {
        return new ClusterPlan.Refused<>(
            Diagnostic.error("In another ring", host + " would leave it."));
      }
      if (states.get(host) == State.NO_PROGRAM) {
        return new ClusterPlan.Blocked<>(
            Diagnostic.error("No ring program", host + " has none."), true);
      }
    }
    for (HostName host : hosts) {
      if (states.get(host) == State.JOINING) {
        return new ClusterPlan.Waiting<>(
            host,
            joined(name(specs, host)),
            Diagnostic.error("Not joined", host + " did not come to be in."));
      }
      if (states.get(host) == State.OUT) {
        Map<HostName, State> expected = new TreeMap<>(states);
        expected.put(host, State.IN);
        String name = name(specs, host);
        return new ClusterPlan.Needed<>(
            List.of(
                new HostChange(host, Change.of("ring", "none", name, join(name))),
                // A second property that the same step brings.
                new HostChange(host, Change.of("ready", "no", "yes"))),
            expected);
      }
    }
    return new ClusterPlan.InSync<>();
  }

  private static String name(Map<HostName, Spec> specs, HostName host) {
    return Objects.requireNonNull(specs.get(host)).name();
  }

  @Override
  public int rounds(int hosts) {
    return hosts;
  }

  @Override
  public Map<String, Value> result(HostName host, Spec spec, State state) {
    return Map.of("state", Value.text(state.name()));
  }
}
