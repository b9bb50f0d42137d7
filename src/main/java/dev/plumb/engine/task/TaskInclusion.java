package dev.plumb.engine.task;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.module.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks that a task brings into its play, and the hosts that they are for. */
public record TaskInclusion(TaskInstance.Included included, List<HostRun> hosts) {

  /**
   * What a unit brings in, checked as if it had stood in the playbook.
   *
   * @throws BadInputException with all that is wrong in it
   */
  public static TaskInstance.Included of(ModuleCall<?, ?> unit, Preparer preparer) {
    List<TaskInstance> turns = new ArrayList<>();
    List<TaskInstance> handlers = new ArrayList<>();
    for (Effect effect : unit.effects()) {
      if (effect instanceof Effect.Include(Map<String, String> what)) {
        TaskInstance.Included found =
            unit.turn().include(what, unit.index(), unit.item(), preparer);
        turns.addAll(found.turns());
        handlers.addAll(found.handlers());
      }
    }
    return new TaskInstance.Included(turns, handlers);
  }

  /** What a unit has brought in already. */
  static List<List<TaskInstance>> known(ModuleCall<?, ?> unit) {
    List<List<TaskInstance>> known = new ArrayList<>();
    for (Effect effect : unit.effects()) {
      if (effect instanceof Effect.Include(Map<String, String> what)) {
        unit.turn()
            .included(what, unit.index(), unit.item())
            .ifPresent(found -> known.add(found.turns()));
      }
    }
    return known;
  }

  /** What hosts bring in together: the same once, in the order of the first that asks for it. */
  public static List<TaskInclusion> of(List<HostTask> tasks, RunContext run) {
    Map<TaskInstance.Included, List<HostRun>> found = new LinkedHashMap<>();
    for (HostTask task : tasks) {
      for (ModuleCall<?, ?> unit : task.callsWithEffects()) {
        TaskInstance.Included what = of(unit, run.preparer());
        if (!what.turns().isEmpty()) {
          found.computeIfAbsent(what, _ -> new ArrayList<>()).add(task.host());
        }
      }
    }
    return found.entrySet().stream()
        .map(entry -> new TaskInclusion(entry.getKey(), entry.getValue()))
        .toList();
  }
}
