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
final class Interrupts implements AutoCloseable {

  private final AtomicInteger heard = new AtomicInteger();
  private final Runnable interrupt;
  private final Consumer<String> say;
  private volatile boolean over;

  private Interrupts(Runnable interrupt, Consumer<String> say) {
    this.interrupt = interrupt;
    this.say = say;
    Signals.on(List.of("INT", "TERM", "HUP"), this::hear);
  }

  /**
   * Listens; once closed, the run is over and any signal ends what is left of the process.
   *
   * @param interrupt called at the first signal and at the second, on a thread of its own
   * @param say tells a line to the person
   */
  static Interrupts listen(Runnable interrupt, Consumer<String> say) {
    return new Interrupts(interrupt, say);
  }

  private void hear() {
    if (over) {
      end();
    }
    switch (heard.incrementAndGet()) {
      case 1 -> {
        say.accept("Interrupted: no more steps are begun. Once more gives up what is in flight.");
        interrupt.run();
      }
      case 2 -> {
        say.accept("Interrupted again: what is in flight is given up.");
        interrupt.run();
      }
      default -> end();
    }
  }

  private static void end() {
    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.number());
  }

  @Override
  public void close() {
    // The signals stay ours: the system's own answer would end the process without a status.
    over = true;
  }
}
