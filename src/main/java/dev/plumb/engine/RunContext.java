package dev.plumb.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every part of one run shares.
 *
 * @param steps how often steps were told to any host
 * @param threads as many as forks allow. Not virtual ones: such a thread starts a poller when it
 *     waits for a socket, and a JVM with a poller takes 0.3 s longer to exit.
 */
record RunContext(
    RunOptions options,
    Preparer preparer,
    Interruption interruption,
    Journal journal,
    HostRun.FactsModule<?, ?> facts,
    AtomicInteger steps,
    ExecutorService threads,
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

  /** Does the same for hosts, so many at a time. */
  <H> void onAll(List<H> on, int most, Consumer<H> work) {
    for (int from = 0; from < on.size(); from += most) {
      onAll(on.subList(from, Math.min(on.size(), from + most)), work);
    }
  }

  /** Does the same for hosts at once, as many at a time as forks allow, and waits for all. */
  <H> void onAll(List<H> on, Consumer<H> work) {
    if (on.size() == 1) {
      work.accept(on.getFirst());
      return;
    }
    List<Future<?>> running = new ArrayList<>();
    on.forEach(host -> running.add(threads.submit(() -> work.accept(host))));
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        // Only a bug ends a host's thread: everything expected has become an outcome.
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
