package dev.plumb.module.command;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** What {@code command} and {@code shell} share. */
interface InvocationModule<S extends Record> extends TaskModule<S, CommandState> {

  CommandInvocation invocation(S spec);

  @Override
  default Probe<CommandState> probe(S spec) {
    return invocation(spec).options().probe();
  }

  @Override
  default Probe<CommandState> probePromisedReadOnly(S spec) {
    return invocation(spec).probePromisedReadOnly();
  }

  @Override
  default Plan<CommandState> plan(S spec, CommandState state) {
    return invocation(spec).plan(state);
  }

  @Override
  default Map<String, Value> result(S spec, CommandState state, List<Exec> ran) {
    return invocation(spec).result(state, ran);
  }
}
