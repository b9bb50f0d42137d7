package dev.plumb.module.control;

import dev.plumb.module.Effect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes on with a role whose name is known when its turn comes. */
public final class IncludeRoleModule extends ControlModule<IncludeRoleSpec> {

  public IncludeRoleModule() {
    super(
        "include_role",
        "Goes on with a role, for each item of a loop if there is one.",
        IncludeRoleSpec.class);
  }

  @Override
  public List<Effect> effects(IncludeRoleSpec spec) {
    Map<String, String> what = new LinkedHashMap<>();
    what.put("name", spec.name());
    spec.tasksFrom().ifPresent(file -> what.put("tasks_from", file));
    spec.varsFrom().ifPresent(file -> what.put("vars_from", file));
    spec.defaultsFrom().ifPresent(file -> what.put("defaults_from", file));
    spec.handlersFrom().ifPresent(file -> what.put("handlers_from", file));
    return List.of(new Effect.Include(what));
  }
}
