package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.state.Probe;

/** Steers the play itself. The engine does it, by this name; here are only its arguments. */
public final class MetaModule implements TaskModule<MetaSpec, NoState> {

  @Override
  public String name() {
    return "meta";
  }

  @Override
  public String doc() {
    return "Steers the play itself: runs handlers now, or ends it.";
  }

  @Override
  public Class<MetaSpec> spec() {
    return MetaSpec.class;
  }

  @Override
  public Probe<NoState> probe(MetaSpec spec) {
    return Probe.constant(NoState.NOTHING);
  }

  @Override
  public Plan<NoState> plan(MetaSpec spec, NoState state) {
    return Plan.inSync();
  }
}
