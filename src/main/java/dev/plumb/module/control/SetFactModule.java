package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** Sets variables of the host, for the rest of the run. */
public final class SetFactModule implements TaskModule<SetFactSpec, NoState> {

  @Override
  public String name() {
    return "set_fact";
  }

  @Override
  public String doc() {
    return "Sets variables of the host for the rest of the run.";
  }

  @Override
  public Class<SetFactSpec> spec() {
    return SetFactSpec.class;
  }

  @Override
  public Probe<NoState> probe(SetFactSpec spec) {
    return Probe.constant(NoState.NOTHING);
  }

  @Override
  public Plan<NoState> plan(SetFactSpec spec, NoState state) {
    return Plan.inSync();
  }

  @Override
  public Map<String, Value> result(SetFactSpec spec, NoState state, List<Exec> ran) {
    return Map.of("ansible_facts", spec.facts());
  }

  @Override
  public Map<String, Value> facts(SetFactSpec spec, NoState state) {
    return spec.facts().map();
  }
}
