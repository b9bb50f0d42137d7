package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.module.Expression;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows a text or a value. The message is {@code msg} of its result. */
public final class DebugModule implements TaskModule<DebugSpec, NoState> {

  @Override
  public String name() {
    return "debug";
  }

  @Override
  public String doc() {
    return "Shows a text or the value of a variable.";
  }

  @Override
  public Class<DebugSpec> spec() {
    return DebugSpec.class;
  }

  @Override
  public Probe<NoState> probe(DebugSpec spec) {
    return Probe.constant(NoState.NOTHING);
  }

  @Override
  public Plan<NoState> plan(DebugSpec spec, NoState state) {
    return Plan.inSync();
  }

  @Override
  public Map<String, Value> result(DebugSpec spec, NoState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    if (spec.var().isPresent()) {
      Expression shown = spec.var().get();
      result.put(shown.text(), shown.value());
      result.put("msg", Value.text(shown.text() + ": " + shown.value()));
    } else {
      result.put("msg", spec.msg().orElse(Value.text("Hello world!")));
    }
    // The reader of the result decides whether it is shown: only it knows how many -v there are.
    result.put("verbosity", Value.number(spec.verbosity()));
    return result;
  }
}
