package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostics;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Two things that were read at the same time. */
record ParallelRead<A, B>(A first, B second) {

  /**
   * @throws BadInputException with the problems of both
   */
  static <A, B> ParallelRead<A, B> read(Supplier<A> first, Supplier<B> second) {
    Diagnostics problems = new Diagnostics();
    FutureTask<B> beside = new FutureTask<>(second::get);
    Thread.ofPlatform().daemon().name("plumb-reader").start(beside);
    Optional<A> mine = attempt(first, problems);
    Optional<B> theirs = attempt(() -> join(beside), problems);
    problems.throwIfErrors();
    return new ParallelRead<>(mine.orElseThrow(), theirs.orElseThrow());
  }

  private static <T> Optional<T> attempt(Supplier<T> reading, Diagnostics problems) {
    try {
      return Optional.of(reading.get());
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
