package dev.plumb.engine.task;

import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.TaskInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks that a task brings into its play, and the hosts that they are for. */
public record TaskInclusion(TaskInstance.Included included, List<HostRun> hosts) {

  /** What hosts bring in together: the same once, in the order of the first that asks for it. */
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
