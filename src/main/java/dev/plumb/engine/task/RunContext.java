package dev.plumb.engine.task;

import dev.plumb.engine.RunOptions;
import dev.plumb.engine.TaskFilter;
import dev.plumb.engine.host.HostExecutor;
import dev.plumb.engine.host.HostSessions;
import dev.plumb.engine.host.Interruption;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.TaskInstance;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What every part of one run shares.
 *
 * @param stepCount how often steps were told to any host
 * @param executor as many as forks allow
 */
public record RunContext(
    RunOptions options,
    Preparer preparer,
    Interruption interruption,
    EventPublisher events,
    HostRun.FactsModule<?, ?> factsModule,
    AtomicInteger stepCount,
    HostExecutor executor,
    Supplier<Collection<HostRun>> hosts,
    HostSessions sessions,
    InventoryUpdater inventoryUpdater,
    TaskFilter taskFilter) {

  /** The one place that knows how a run ends: with looking, or with doing. */
  public boolean checks() {
    return options.mode() == RunOptions.Mode.CHECK;
  }

  /** The same for one task: the playbook may say that it only looks. */
  boolean checks(TaskInstance turn) {
    return checks() || turn.task().conduct().checkOnly();
  }

  /** Whether changes of files come with their lines. */
  boolean diffs(TaskInstance turn) {
    return turn.task().conduct().diff().orElse(options.diff());
  }

  /** Whether an earlier task would change any host of the run. */
  boolean hasPendingChangeAnywhere() {
    return hosts.get().stream().anyMatch(HostRun::hasPendingChange);
  }
}
