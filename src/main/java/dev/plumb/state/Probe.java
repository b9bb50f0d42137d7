package dev.plumb.state;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Read-only questions to a host and the pure function that reads the answers. A value, not an
 * action: it can be sent together with others, and sent again.
 *
 * @param questions commands that leave the host as it is
 * @param reader receives one result for each question, in order
 */
public record Probe<T>(List<Command> questions, Function<List<Exec>, Reading<T>> reader) {

  public Probe {
    questions = List.copyOf(questions);
  }

  /**
   * Returns a probe of one question. The reader only receives exits: other results (killed, timed
   * out, lost) are unreadable.
   */
  public static <T> Probe<T> of(Command question, Function<Exec.Exited, Reading<T>> reader) {
    return new Probe<>(
        List.of(question),
        endings ->
            switch (endings.getFirst()) {
              case Exec.Exited exited -> reader.apply(exited);
              case Exec.Killed killed ->
                  Reading.unreadable(question + " was killed by signal " + killed.signal() + ".");
              case Exec.TimedOut late ->
                  Reading.unreadable(
                      question + " did not answer within " + late.timeout().toSeconds() + " s.");
              case Exec.Lost lost ->
                  Reading.unreadable(
                      "The connection was lost while waiting for "
                          + question
                          + ": "
                          + lost.reason());
            });
  }

  /** The standard output of a program without its last line end; unreadable when it fails. */
  public static Probe<String> output(String... words) {
    return output(Command.of(words));
  }

  /** As {@link #output(String...)}. */
  public static Probe<String> output(Command question) {
    return of(
        question,
        exited ->
            exited.succeeded()
                ? Reading.of(exited.out().stripTrailing())
                : unreadable(question, exited));
  }

  /** Whether a test holds: it ends with status 0 or, without a word of error, with status 1. */
  public static Probe<Boolean> holds(Command test) {
    return of(
        test,
        exited ->
            exited.succeeded() || (exited.status() == 1 && exited.err().isBlank())
                ? Reading.of(exited.succeeded())
                : unreadable(test, exited));
  }

  private static <T> Reading<T> unreadable(Command question, Exec.Exited exited) {
    return Reading.unreadable(
        "%s ended with status %d:\n    %s"
            .formatted(question, exited.status(), exited.err().strip()));
  }

  /** Returns a probe without questions, whose state is known. */
  public static <T> Probe<T> constant(T state) {
    return new Probe<>(List.of(), _ -> Reading.of(state));
  }

  public <U> Probe<U> map(Function<T, U> f) {
    return new Probe<>(questions, endings -> reader.apply(endings).map(f));
  }

  /** Maps the state to a reading, which may be unreadable. */
  public <U> Probe<U> flatMap(Function<T, Reading<U>> f) {
    return new Probe<>(questions, endings -> reader.apply(endings).flatMap(f));
  }

  /** Combines two probes into one. */
  public <U, V> Probe<V> and(Probe<U> other, BiFunction<T, U, V> f) {
    List<Command> both = new ArrayList<>(questions);
    both.addAll(other.questions);
    int mine = questions.size();
    return new Probe<>(
        both,
        endings ->
            reader
                .apply(endings.subList(0, mine))
                .combine(other.reader.apply(endings.subList(mine, endings.size())), f));
  }

  /** Combines two probes; {@code f} is often the constructor of a record. */
  public static <A, B, R> Probe<R> combine(Probe<A> a, Probe<B> b, BiFunction<A, B, R> f) {
    return a.and(b, f);
  }

  /** As {@link #combine(Probe, Probe, BiFunction)}. */
  public static <A, B, C, R> Probe<R> combine(
      Probe<A> a, Probe<B> b, Probe<C> c, Function3<A, B, C, R> f) {
    Probe<Function<C, R>> most = combine(a, b, (x, y) -> z -> f.apply(x, y, z));
    return combine(most, c, Function::apply);
  }

  /** As {@link #combine(Probe, Probe, BiFunction)}. */
  public static <A, B, C, D, R> Probe<R> combine(
      Probe<A> a, Probe<B> b, Probe<C> c, Probe<D> d, Function4<A, B, C, D, R> f) {
    Probe<Function<D, R>> most = combine(a, b, c, (x, y, z) -> w -> f.apply(x, y, z, w));
    return combine(most, d, Function::apply);
  }

  /** As {@link #combine(Probe, Probe, BiFunction)}. */
  public static <A, B, C, D, E, R> Probe<R> combine(
      Probe<A> a, Probe<B> b, Probe<C> c, Probe<D> d, Probe<E> e, Function5<A, B, C, D, E, R> f) {
    Probe<Function<E, R>> most = combine(a, b, c, d, (x, y, z, w) -> v -> f.apply(x, y, z, w, v));
    return combine(most, e, Function::apply);
  }

  /** A function of three. */
  public interface Function3<A, B, C, R> {
    R apply(A a, B b, C c);
  }

  /** A function of four. */
  public interface Function4<A, B, C, D, R> {
    R apply(A a, B b, C c, D d);
  }

  /** A function of five. */
  public interface Function5<A, B, C, D, E, R> {
    R apply(A a, B b, C c, D d, E e);
  }

  /** Combines probes into one with a list of states in the same order. */
  public static <T> Probe<List<T>> all(List<Probe<T>> probes) {
    Probe<List<T>> all = constant(List.of());
    for (Probe<T> probe : probes) {
      all =
          all.and(
              probe,
              (list, one) -> {
                List<T> longer = new ArrayList<>(list);
                longer.add(one);
                return List.copyOf(longer);
              });
    }
    return all;
  }

  /** Reads the results of {@link #questions()}. */
  public Reading<T> read(List<Exec> endings) {
    return reader.apply(endings);
  }
}
