package dev.plumb.engine;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/**
 * The smallest module that has everything: a thing has a name and a value; {@code get NAME} prints
 * the value, or ends with 1 when there is no such thing; {@code put NAME VALUE} changes it.
 */
public final class ThingModule implements TaskModule<ThingModule.Spec, ThingModule.State> {

  record Spec(
      @Arg(doc = "Which thing.", example = "a") String name,
      @Arg(doc = "What it shall be.", example = "1") String value) {}

  sealed interface State {
    record Missing() implements State {}

    record Present(String value) implements State {}
  }

  public static Command get(String name) {
    return Command.of("get", name);
  }

  static Step put(String name, String value) {
    return Step.run("put", name, value);
  }

  public static Exec is(String value) {
    return Exec.Exited.of(0, value, "");
  }

  static Exec missing() {
    return Exec.Exited.of(1, "", "");
  }

  static Exec done() {
    return Exec.Exited.of(0, "", "");
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("thing", Spec.class, "Keeps a thing.");
  }

  @Override
  public Probe<State> probe(Spec spec) {
    return Probe.of(
        get(spec.name()),
        answer ->
            switch (answer.status()) {
              case 0 -> Reading.of(new State.Present(answer.out()));
              case 1 -> Reading.of(new State.Missing());
              default -> Reading.unreadable("get said: " + answer.err());
            });
  }

  @Override
  public Plan<State> plan(Spec spec, State state) {
    return switch (state) {
      case State.Missing _ when spec.value().equals("patched") ->
          Plan.blocked(Diagnostic.error("No such thing", "There is nothing to patch."));
      case State.Missing _ -> change(spec, "absent");
      case State.Present(String value) when value.equals(spec.value()) -> Plan.inSync();
      case State.Present(String value) when value.equals("precious") ->
          new Plan.Refused<>(Diagnostic.error("Precious", "It would be lost."));
      case State.Present(String value) -> change(spec, value);
    };
  }

  private static Plan<State> change(Spec spec, String before) {
    return new Plan.Needed<>(
        List.of(Change.of("value", before, spec.value(), put(spec.name(), spec.value()))),
        new State.Present(spec.value()));
  }

  @Override
  public Map<String, Value> result(Spec spec, State state, List<Exec> ran) {
    return switch (state) {
      case State.Missing _ -> Map.of();
      case State.Present(String value) -> Map.of("value", Value.text(value));
    };
  }
}
