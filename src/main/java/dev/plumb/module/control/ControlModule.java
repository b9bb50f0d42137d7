package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.state.Probe;

/** A module that has nothing to look at on its host: what it does is among its effects. */
abstract class ControlModule<S extends Record> implements TaskModule<S, NoState> {

  private final String name;
  private final String doc;
  private final Class<S> spec;

  ControlModule(String name, String doc, Class<S> spec) {
    this.name = name;
    this.doc = doc;
    this.spec = spec;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String doc() {
    return doc;
  }

  @Override
  public final Class<S> spec() {
    return spec;
  }

  @Override
  public final Probe<NoState> probe(S args) {
    return Probe.constant(NoState.NOTHING);
  }

  @Override
  public final Plan<NoState> plan(S args, NoState state) {
    return Plan.inSync();
  }
}
