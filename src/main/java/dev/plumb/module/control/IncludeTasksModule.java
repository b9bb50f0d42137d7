package dev.plumb.module.control;

import dev.plumb.module.Effect;
import java.util.List;
import java.util.Map;

/** Goes on with the tasks of a file whose name is known when its turn comes. */
public final class IncludeTasksModule extends ControlModule<IncludeTasksSpec> {

  public IncludeTasksModule() {
    super(
        "include_tasks",
        "Goes on with the tasks of a file, for each item of a loop if there is one.",
        IncludeTasksSpec.class);
  }

  @Override
  public List<Effect> effects(IncludeTasksSpec spec) {
    return List.of(new Effect.Include(Map.of("file", spec.file())));
  }
}
