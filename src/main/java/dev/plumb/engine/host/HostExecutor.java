package dev.plumb.engine.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs work for hosts on the calling thread, and on helper threads once that thread has to wait. A
 * task whose hosts are all answered from the probe cache wakes no other thread.
 */
public final class HostExecutor {

  /** Starts helpers for the work that the current thread shares, once it has to wait. */
  private final ThreadLocal<Runnable> onBlock = ThreadLocal.withInitial(() -> () -> {});

  private final int parallelism;
  private final Interruption interruption;
  private final ExecutorService helpers;

  /**
   * Not virtual threads: such a thread starts a poller when it waits for a socket, and a JVM with a
   * poller takes 0.3 s longer to exit.
   *
   * @param parallelism the maximum number of hosts to work on at a time
   */
  public HostExecutor(int parallelism, Interruption interruption) {
    this.parallelism = parallelism;
    this.interruption = interruption;
    this.helpers = Executors.newFixedThreadPool(parallelism, threads());
  }

  /** The platform's own factory of named threads makes classes at run time. */
  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "plumb-host-" + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Must be called before the current thread waits: for a host's answer, or for time to pass. */
  void beforeBlocking() {
    onBlock.get().run();
  }

  /** Waits, but no longer than until an interruption is requested. */
  public void pause(Duration time) {
    beforeBlocking();
    interruption.pause(time);
  }

  /** Does the work for each item concurrently, up to the parallelism, and waits for all. */
  public <H> void runConcurrently(List<H> items, Consumer<H> work) {
    new Batch<>(items, work).run(true);
  }

  /** Does the work for one item after the other, and concurrently from the first wait on. */
  public <H> void runUntilBlocked(List<H> items, Consumer<H> work) {
    new Batch<>(items, work).run(false);
  }

  private final class Batch<H> {

    private final List<H> items;
    private final Consumer<H> work;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Future<?>> futures = new ArrayList<>();

    Batch(List<H> each, Consumer<H> work) {
      this.items = each;
      this.work = work;
    }

    void run(boolean atOnce) {
      Runnable outer = onBlock.get();
      onBlock.set(
          () -> {
            outer.run();
            startHelpers();
          });
      try {
        if (atOnce) {
          startHelpers();
        }
        drain();
      } finally {
        onBlock.set(outer);
        futures.forEach(Batch::join);
      }
    }

    /** Submits the remaining items to helpers, one helper per item up to the parallelism. */
    private void startHelpers() {
      int left = Math.min(items.size() - next.get(), parallelism - 1);
      while (futures.size() < left) {
        futures.add(helpers.submit(this::drain));
      }
    }

    private void drain() {
      for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
        work.accept(items.get(i));
      }
    }

    private static void join(Future<?> helper) {
      try {
        helper.get();
      } catch (ExecutionException e) {
        // Only a bug ends a helper with an exception: expected failures are outcomes.
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
