package org.example;

import dev.plumb.change.Plan;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;

/** Sets the systemd target that a host boots into. */
public final class DefaultTargetModule implements TaskModule<DefaultTargetModule.Spec, String> {

  public record Spec(@Arg(doc = "The target.", example = "multi-user.target") String name) {
    public Spec {
      if (!name.endsWith(".target")) {
        throw new IllegalArgumentException(
            "must have a \"name\" that ends with .target, but was given \"" + name + "\"");
      }
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
        "default_target", Spec.class, "Sets the systemd target that a host boots into.");
  }

  @Override
  public Probe<String> probe(Spec spec) {
    return Probe.output("systemctl", "get-default");
  }

  @Override
  public Plan<String> plan(Spec spec, String now) {
    return Plan.converge(
        "default target", now, spec.name(), Step.run("systemctl", "set-default", spec.name()));
  }
}
