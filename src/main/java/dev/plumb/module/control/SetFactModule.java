package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.remote.Exec;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** Sets variables of the host. */
public final class SetFactModule implements ControlModule<SetFactModule.Spec> {

  record Spec(
      @Arg(doc = "The variables and their values.", example = "{etcd_state: existing}", rest = true)
          Value.Entries facts,
      @Arg(
              doc =
                  "Accepted for Ansible compatibility; ignored: plumb keeps no facts after a run.",
              example = "true",
              defaultValue = "false")
          boolean cacheable) {

    Spec {
      if (facts.map().isEmpty()) {
        throw new IllegalArgumentException("must have at least one variable to set");
      }
      Names.checkVariables(facts.map().keySet());
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "set_fact", Spec.class, "Sets variables of the host for the rest of the run.")
        .with(ModuleTrait.SETS_VARIABLES);
  }

  @Override
  public Map<String, Value> result(Spec spec, NoState state, List<Exec> ran) {
    return Map.of("ansible_facts", spec.facts());
  }

  @Override
  public Map<String, Value> facts(Spec spec, NoState state) {
    return spec.facts().map();
  }
}
