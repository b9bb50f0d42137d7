package dev.plumb.engine;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * What every part of one run shares.
 *
 * @param threads as many as forks allow. Not virtual ones: such a thread starts a poller when it
 *     waits for a socket, and a JVM with a poller takes 0.3 s longer to exit.
 */
record RunContext(
    RunOptions options,
    Preparer preparer,
    Interruption interruption,
    Journal journal,
    HostRun.FactsModule<?, ?> facts,
    ExecutorService threads,
    Supplier<Collection<HostRun>> hosts) {

  /** The one place that knows how a run ends: with looking, or with doing. */
  boolean checks() {
    return options.mode() == RunOptions.Mode.CHECK;
  }

  /** Whether an earlier task would change any host of the run. */
  boolean pendingAnywhere() {
    return hosts.get().stream().anyMatch(HostRun::pendingChange);
  }
}
