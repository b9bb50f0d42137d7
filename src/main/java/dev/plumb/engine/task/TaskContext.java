package dev.plumb.engine.task;

import dev.plumb.engine.host.HostExecutor;
import dev.plumb.engine.host.HostSessions;
import dev.plumb.engine.host.Interruption;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.TaskInstance;

/**
 * What running a task on its hosts needs.
 *
 * @param check whether the run ends with the plan
 * @param diff whether changes of files include their lines
 */
public record TaskContext(
    boolean check,
    boolean diff,
    Preparer preparer,
    HostRun.FactsModule<?, ?> factsModule,
    HostSessions sessions,
    HostExecutor executor,
    Interruption interruption,
    EventPublisher events) {

  /** Returns whether a task is only checked: the playbook may ask for that in an apply. */
  boolean checks(TaskInstance instance) {
    return check || instance.task().inherited().options().checkOnly();
  }

  boolean diffs(TaskInstance instance) {
    return instance.task().inherited().options().diff().orElse(diff);
  }
}
