package dev.plumb.cli.process;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Handles Ctrl-C during a run: the first stops the run cleanly, the second abandons the requests in
 * flight, the third ends the process. SIGTERM and SIGHUP count the same.
 *
 * <p>Not a shutdown hook, because the JVM ignores further signals once the hooks run.
 */
public final class InterruptHandler implements AutoCloseable {

  private final AtomicInteger signalCount = new AtomicInteger();
  private final Runnable interrupt;
  private final Consumer<String> announce;
  private volatile boolean closed;

  private InterruptHandler(Runnable interrupt, Consumer<String> announce) {
    this.interrupt = interrupt;
    this.announce = announce;
    Signals.on(List.of("INT", "TERM", "HUP"), this::onSignal);
  }

  /**
   * Handles signals from now on. After the close, the next signal ends the process.
   *
   * @param interrupt called at the first and the second signal, on a separate thread
   * @param announce prints a line for the user
   */
  public static InterruptHandler listen(Runnable interrupt, Consumer<String> announce) {
    return new InterruptHandler(interrupt, announce);
  }

  private void onSignal() {
    if (closed) {
      halt();
    }
    switch (signalCount.incrementAndGet()) {
      case 1 -> {
        announce.accept(
            "Interrupted: no further steps are started. Interrupt again to abandon running steps.");
        interrupt.run();
      }
      case 2 -> {
        announce.accept("Interrupted again: abandoning running steps.");
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
    // The handlers stay: the default action would end the process without an exit status.
    closed = true;
  }
}
