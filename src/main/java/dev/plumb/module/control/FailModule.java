package dev.plumb.module.control;

import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.remote.Exec;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** Fails; with {@code when}, states the conditions under which a playbook must not continue. */
public final class FailModule implements ControlModule<FailModule.Spec> {

  record Spec(
      @Arg(
              doc = "The message.",
              example = "This host is not supported",
              defaultValue = "Failed as requested from task")
          String msg) {

    Spec {
      if (msg.isBlank()) {
        throw new IllegalArgumentException("must have a message in \"msg\"");
      }
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("fail", Spec.class, "Fails with a given message; usually with \"when\".");
  }

  @Override
  public Plan<NoState> plan(Spec spec, NoState state) {
    return Plan.failed(Diagnostic.error("Failed as requested", spec.msg()));
  }

  @Override
  public Map<String, Value> result(Spec spec, NoState state, List<Exec> ran) {
    return Map.of("msg", Value.text(spec.msg()));
  }
}
