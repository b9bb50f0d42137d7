package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.state.Probe;

/** A module that inspects nothing on its host. */
interface ControlModule<S extends Record> extends TaskModule<S, ControlModule.NoState> {

  /** What is found where nothing is probed. */
  enum NoState {
    NOTHING
  }

  @Override
  default Probe<NoState> probe(S spec) {
    return Probe.constant(NoState.NOTHING);
  }

  @Override
  default Plan<NoState> plan(S spec, NoState state) {
    return Plan.inSync();
  }
}
