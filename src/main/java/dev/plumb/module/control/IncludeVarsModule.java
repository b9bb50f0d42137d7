package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Effect;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets the variables of a file whose name is known only when the task runs. */
public final class IncludeVarsModule implements ControlModule<IncludeVarsModule.Spec> {

  record Spec(
      @Arg(
              doc = "The file, relative to the including file or to the vars of the role.",
              example = "${ansible_distribution}.yml",
              freeForm = true)
          String file,
      @Arg(doc = "A single variable to hold all of them as a mapping.", example = "settings")
          Optional<String> name) {}

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "include_vars", Spec.class, "Sets the variables of a file for the rest of the run.")
        .with(ModuleTrait.INCLUDES_VARS);
  }

  @Override
  public List<Effect> effects(Spec spec) {
    Map<String, String> target = new LinkedHashMap<>();
    target.put("file", spec.file());
    spec.name().ifPresent(name -> target.put("name", name));
    return List.of(new Effect.ReadInclude(target));
  }
}
