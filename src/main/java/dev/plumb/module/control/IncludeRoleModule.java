package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Effect;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a role whose name is known only when the task runs. */
public final class IncludeRoleModule implements ControlModule<IncludeRoleModule.Spec> {

  record Spec(
      @Arg(doc = "The role.", example = "${item}") String name,
      @Arg(doc = "The file of its tasks. Default: main.", example = "check")
          Optional<String> tasksFrom,
      @Arg(doc = "The file of its vars.", example = "debian") Optional<String> varsFrom,
      @Arg(doc = "The file of its defaults.", example = "small") Optional<String> defaultsFrom,
      @Arg(doc = "The file of its handlers.", example = "quiet") Optional<String> handlersFrom) {}

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "include_role", Spec.class, "Runs a role, once for each item if the task has a loop.")
        .with(ModuleTrait.INCLUDES_ROLE);
  }

  @Override
  public List<Effect> effects(Spec spec) {
    Map<String, String> target = new LinkedHashMap<>();
    target.put("name", spec.name());
    spec.tasksFrom().ifPresent(file -> target.put("tasks_from", file));
    spec.varsFrom().ifPresent(file -> target.put("vars_from", file));
    spec.defaultsFrom().ifPresent(file -> target.put("defaults_from", file));
    spec.handlersFrom().ifPresent(file -> target.put("handlers_from", file));
    return List.of(new Effect.ReadInclude(target));
  }
}
