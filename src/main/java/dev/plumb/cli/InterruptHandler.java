package dev.plumb.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What Ctrl-C means while a run goes on: the first asks it to stop cleanly, the second to give up
 * what is in flight, the third ends the process. A hang-up and a termination count the same.
 *
 * <p>A shutdown hook would not do: once one runs, the virtual machine hears no second signal.
 */
final class InterruptHandler implements AutoCloseable {

  private final AtomicInteger signalCount = new AtomicInteger();
  private final Runnable interrupt;
  private final Consumer<String> announce;
  private volatile boolean closed;

  private InterruptHandler(Runnable interrupt, Consumer<String> say) {
    this.interrupt = interrupt;
    this.announce = say;
    Signals.on(List.of("INT", "TERM", "HUP"), this::onSignal);
  }

  /**
   * Listens; once closed, the run is over and any signal ends what is left of the process.
   *
   * @param interrupt called at the first signal and at the second, on a thread of its own
   * @param say tells a line to the person
   */
  static InterruptHandler listen(Runnable interrupt, Consumer<String> say) {
    return new InterruptHandler(interrupt, say);
  }

  private void onSignal() {
    if (closed) {
      halt();
    }
    switch (signalCount.incrementAndGet()) {
      case 1 -> {
        announce.accept(
            "Interrupted: no more steps are begun. Once more gives up what is in flight.");
        interrupt.run();
      }
      case 2 -> {
        announce.accept("Interrupted again: what is in flight is given up.");
        interrupt.run();
      }
      default -> halt();
    }
  }

  private static void halt() {
    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.number());
  }

  @Override
  public void close() {
    // The signals stay ours: the system's own answer would end the process without a status.
    closed = true;
  }
}
