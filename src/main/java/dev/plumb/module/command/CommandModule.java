package dev.plumb.module.command;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Runs a program, without a shell in between. Its guards ({@code creates}, {@code removes}, {@code
 * unless}, {@code onlyif}) decide whether it is due; without one it is run every time, and a check
 * cannot tell what would come of it.
 */
public final class CommandModule implements TaskModule<CommandSpec, CommandState> {

  @Override
  public String name() {
    return "command";
  }

  @Override
  public String doc() {
    return "Runs a program, without a shell in between.";
  }

  @Override
  public Class<CommandSpec> spec() {
    return CommandSpec.class;
  }

  @Override
  public Probe<CommandState> probe(CommandSpec spec) {
    return spec.invocation().guards().probe();
  }

  @Override
  public Probe<CommandState> probePromisedReadOnly(CommandSpec spec) {
    return spec.invocation().probePromisedReadOnly();
  }

  @Override
  public Plan<CommandState> plan(CommandSpec spec, CommandState state) {
    return spec.invocation().plan(state);
  }

  @Override
  public Map<String, Value> result(CommandSpec spec, CommandState state, List<Exec> ran) {
    return spec.invocation().result(state, ran);
  }
}
