package dev.plumb.module.control;

import dev.plumb.module.Effect;
import dev.plumb.module.ModuleTrait;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sets what a file of variables holds, when its name is known. */
public final class IncludeVarsModule extends ControlModule<IncludeVarsSpec> {

  public IncludeVarsModule() {
    super(
        "include_vars",
        "Sets the variables that a file holds, for the rest of the run.",
        IncludeVarsSpec.class);
  }

  @Override
  public Set<ModuleTrait> traits(Value args) {
    return Set.of(ModuleTrait.INCLUDES_VARS);
  }

  @Override
  public List<Effect> effects(IncludeVarsSpec spec) {
    Map<String, String> what = new LinkedHashMap<>();
    what.put("file", spec.file());
    spec.name().ifPresent(name -> what.put("name", name));
    return List.of(new Effect.Include(what));
  }
}
