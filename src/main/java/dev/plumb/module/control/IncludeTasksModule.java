package dev.plumb.module.control;

import dev.plumb.module.Arg;
import dev.plumb.module.Effect;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import java.util.List;
import java.util.Map;

/** Runs the tasks of a file whose name is known only when the task runs. */
public final class IncludeTasksModule implements ControlModule<IncludeTasksModule.Spec> {

  record Spec(
      @Arg(
              doc = "The file, relative to the including file or to the tasks of the role.",
              example = "${ansible_distribution}.yml",
              freeForm = true)
          String file) {}

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
            "include_tasks",
            Spec.class,
            "Runs the tasks of a file, once for each item if the task has a loop.")
        .with(ModuleTrait.INCLUDES_TASKS);
  }

  @Override
  public List<Effect> effects(Spec spec) {
    return List.of(new Effect.ReadInclude(Map.of("file", spec.file())));
  }
}
