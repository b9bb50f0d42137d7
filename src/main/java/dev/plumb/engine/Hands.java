package dev.plumb.engine;

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
 * The threads that work for hosts: whoever gives them work does it as well, and calls the others
 * only when it has to wait. A task of which all hosts have answered ahead wakes no thread.
 */
final class Hands {

  /** Calls the others, for a thread that has work which they could do. */
  private static final ThreadLocal<Runnable> CALL = ThreadLocal.withInitial(() -> () -> {});

  private final int many;
  private final ExecutorService others;

  /**
   * Not virtual threads: such a thread starts a poller when it waits for a socket, and a JVM with a
   * poller takes 0.3 s longer to exit.
   *
   * @param many how many work at once
   */
  Hands(int many) {
    this.many = many;
    this.others = Executors.newFixedThreadPool(many, threads());
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

  /** To be told before a thread waits: for a host's answer, or for a time to pass. */
  static void waits() {
    CALL.get().run();
  }

  /** Does the same for each at once, as many at a time as there are hands, and waits for all. */
  <H> void atOnce(List<H> each, Consumer<H> work) {
    new Round<>(each, work).run(true);
  }

  /** The same, but one after the other as long as nobody has to wait. */
  <H> void inTurn(List<H> each, Consumer<H> work) {
    new Round<>(each, work).run(false);
  }

  private final class Round<H> {

    private final List<H> each;
    private final Consumer<H> work;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Future<?>> called = new ArrayList<>();

    Round(List<H> each, Consumer<H> work) {
      this.each = each;
      this.work = work;
    }

    void run(boolean atOnce) {
      Runnable outer = CALL.get();
      CALL.set(
          () -> {
            outer.run();
            call();
          });
      try {
        if (atOnce) {
          call();
        }
        workOn();
      } finally {
        CALL.set(outer);
        called.forEach(Round::join);
      }
    }

    /** What is left goes to others, once; a thread for each of it, as far as there are. */
    private void call() {
      int left = Math.min(each.size() - next.get(), many - 1);
      while (called.size() < left) {
        called.add(others.submit(this::workOn));
      }
    }

    private void workOn() {
      for (int i = next.getAndIncrement(); i < each.size(); i = next.getAndIncrement()) {
        work.accept(each.get(i));
      }
    }

    private static void join(Future<?> helper) {
      try {
        helper.get();
      } catch (ExecutionException e) {
        // Only a bug ends a host's thread: everything expected has become an outcome.
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
