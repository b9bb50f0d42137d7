package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** Fails; with {@code when}, a way to say under which circumstances a playbook is not to go on. */
public final class FailModule implements TaskModule<FailSpec, NoState> {

  @Override
  public String name() {
    return "fail";
  }

  @Override
  public String doc() {
    return "Fails with a message of your own; use it with \"when\".";
  }

  @Override
  public Class<FailSpec> spec() {
    return FailSpec.class;
  }

  @Override
  public Probe<NoState> probe(FailSpec spec) {
    return Probe.constant(NoState.NOTHING);
  }

  @Override
  public Plan<NoState> plan(FailSpec spec, NoState state) {
    return Plan.failed(Diagnostic.error("Failed as asked", spec.msg()));
  }

  @Override
  public Map<String, Value> result(FailSpec spec, NoState state, List<Exec> ran) {
    return Map.of("msg", Value.text(spec.msg()));
  }
}
