package dev.plumb.engine;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What every part of one run shares.
 *
 * @param steps how often steps were told to any host
 * @param hands as many as forks allow
 */
record RunContext(
    RunOptions options,
    Preparer preparer,
    Interruption interruption,
    Journal journal,
    HostRun.FactsModule<?, ?> facts,
    AtomicInteger steps,
    Hands hands,
    Supplier<Collection<HostRun>> hosts,
    Delegates delegates,
    Membership membership,
    Guidance guidance) {

  /** The one place that knows how a run ends: with looking, or with doing. */
  boolean checks() {
    return options.mode() == RunOptions.Mode.CHECK;
  }

  /** The same for one task: the playbook may say that it only looks. */
  boolean checks(Turn turn) {
    return checks() || turn.task().conduct().checkOnly();
  }

  /** Whether changes of files come with their lines. */
  boolean diffs(Turn turn) {
    return turn.task().conduct().diff().orElse(options.diff());
  }

  /** Whether an earlier task would change any host of the run. */
  boolean pendingAnywhere() {
    return hosts.get().stream().anyMatch(HostRun::pendingChange);
  }
}
