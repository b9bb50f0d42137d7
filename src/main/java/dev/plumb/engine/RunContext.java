package dev.plumb.engine;

import java.util.Collection;
import java.util.function.Supplier;

/** What every part of one run shares. */
record RunContext(
    RunOptions options,
    Preparer preparer,
    Interruption interruption,
    Journal journal,
    HostRun.FactsModule<?, ?> facts,
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
