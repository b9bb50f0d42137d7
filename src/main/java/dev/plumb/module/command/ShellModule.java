package dev.plumb.module.command;

import dev.plumb.change.Plan;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Runs a line in a shell. Its guards ({@code creates}, {@code removes}, {@code unless}, {@code
 * onlyif}) decide whether it is due; without one it is run every time, and a check cannot tell what
 * would come of it.
 */
public final class ShellModule implements TaskModule<ShellSpec, CommandState> {

  @Override
  public String name() {
    return "shell";
  }

  @Override
  public String doc() {
    return "Runs a line in a shell.";
  }

  @Override
  public Class<ShellSpec> spec() {
    return ShellSpec.class;
  }

  @Override
  public Probe<CommandState> probe(ShellSpec spec) {
    return spec.invocation().guards().probe();
  }

  @Override
  public Probe<CommandState> probePromisedReadOnly(ShellSpec spec) {
    return spec.invocation().probePromisedReadOnly();
  }

  @Override
  public Plan<CommandState> plan(ShellSpec spec, CommandState state) {
    return spec.invocation().plan(state);
  }

  @Override
  public Map<String, Value> result(ShellSpec spec, CommandState state, List<Exec> ran) {
    return spec.invocation().result(state, ran);
  }
}
