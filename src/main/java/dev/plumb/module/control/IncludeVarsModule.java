package dev.plumb.module.control;

import dev.plumb.module.Effect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets what a file of variables holds, when its name is known. */
public final class IncludeVarsModule extends ControlModule<IncludeVarsSpec> {

  public IncludeVarsModule() {
    super(
        "include_vars",
        "Sets the variables that a file holds, for the rest of the run.",
        IncludeVarsSpec.class);
  }

  @Override
  public List<Effect> effects(IncludeVarsSpec spec) {
    Map<String, String> what = new LinkedHashMap<>();
    what.put("file", spec.file());
    spec.name().ifPresent(name -> what.put("name", name));
    return List.of(new Effect.Include(what));
  }
}
