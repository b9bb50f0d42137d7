package dev.plumb.engine.task;

import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.TaskInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tasks that a task includes, with the hosts that run them. */
public record TaskInclusion(TaskInstance.Included included, List<HostRun> hosts) {

  /** Collects what several hosts include: equal tasks once, in order of first use. */
  public static List<TaskInclusion> of(List<HostTask> tasks, Preparer preparer) {
    Map<TaskInstance.Included, List<HostRun>> found = new LinkedHashMap<>();
    for (HostTask task : tasks) {
      for (ModuleCall<?, ?> call : task.callsWithEffects()) {
        TaskInstance.Included what = call.instance().include(call, preparer);
        if (!what.instances().isEmpty()) {
          found.computeIfAbsent(what, _ -> new ArrayList<>()).add(task.host());
        }
      }
    }
    return found.entrySet().stream()
        .map(entry -> new TaskInclusion(entry.getKey(), entry.getValue()))
        .toList();
  }
}
