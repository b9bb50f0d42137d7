package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Condition;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fails unless expressions hold. */
public final class AssertModule implements TaskModule<AssertSpec, NoState> {

  @Override
  public String name() {
    return "assert";
  }

  @Override
  public String doc() {
    return "Fails unless all of the given expressions hold.";
  }

  @Override
  public Class<AssertSpec> spec() {
    return AssertSpec.class;
  }

  @Override
  public Probe<NoState> probe(AssertSpec spec) {
    return Probe.constant(NoState.NOTHING);
  }

  @Override
  public Plan<NoState> plan(AssertSpec spec, NoState state) {
    List<Condition> broken = spec.that().stream().filter(c -> !c.holds()).toList();
    if (broken.isEmpty()) {
      return Plan.inSync();
    }
    String expressions =
        broken.stream().map(c -> "\n    " + c.text()).collect(Collectors.joining());
    return Plan.failed(
        Diagnostic.error(
            "Assertion failed",
            spec.failMsg().map(text -> text + "\n").orElse("")
                + "This does not hold:"
                + expressions));
  }

  @Override
  public Map<String, Value> result(AssertSpec spec, NoState state, List<Exec> ran) {
    boolean holds = spec.that().stream().allMatch(Condition::holds);
    if (holds && spec.quiet()) {
      return Map.of();
    }
    String text =
        holds
            ? spec.successMsg().orElse("All assertions passed")
            : spec.failMsg().orElse("Assertion failed");
    return Map.of("msg", Value.text(text));
  }
}
