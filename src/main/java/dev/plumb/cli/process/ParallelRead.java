package dev.plumb.cli.process;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostics;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** The results of two reads that ran in parallel. */
public record ParallelRead<A, B>(A first, B second) {

  /**
   * Runs both and waits for their ends.
   *
   * @throws BadInputException with the problems of both
   */
  public static <A, B> ParallelRead<A, B> read(Supplier<A> first, Supplier<B> second) {
    Diagnostics problems = new Diagnostics();
    FutureTask<B> task = new FutureTask<>(second::get);
    Thread.ofPlatform().daemon().name("plumb-reader").start(task);
    Optional<A> a = attempt(first, problems);
    Optional<B> b = attempt(() -> join(task), problems);
    problems.throwIfErrors();
    return new ParallelRead<>(a.orElseThrow(), b.orElseThrow());
  }

  private static <T> Optional<T> attempt(Supplier<T> read, Diagnostics problems) {
    try {
      return Optional.of(read.get());
    } catch (BadInputException e) {
      problems.addAll(e.diagnostics());
      return Optional.empty();
    }
  }

  private static <T> T join(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
