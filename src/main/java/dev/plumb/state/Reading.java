package dev.plumb.state;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The result of a probe.
 *
 * <p>Absence is a fact and belongs in {@code T}; a failed probe is not. A plan only sees facts, so
 * a failed probe can never be treated as absence.
 */
public sealed interface Reading<T> {

  /** The host answered. */
  record Observed<T>(T state) implements Reading<T> {}

  /**
   * The host did not answer the question.
   *
   * @param reason full sentences, with the host's output
   */
  record Unreadable<T>(String reason) implements Reading<T> {}

  static <T> Reading<T> of(T state) {
    return new Observed<>(state);
  }

  static <T> Reading<T> unreadable(String why) {
    return new Unreadable<>(why);
  }

  default <U> Reading<U> map(Function<T, U> f) {
    return switch (this) {
      case Observed<T>(T state) -> new Observed<>(f.apply(state));
      case Unreadable<T>(String why) -> new Unreadable<>(why);
    };
  }

  default <U> Reading<U> flatMap(Function<T, Reading<U>> f) {
    return switch (this) {
      case Observed<T>(T state) -> f.apply(state);
      case Unreadable<T>(String why) -> new Unreadable<>(why);
    };
  }

  /** Combines both states; when neither is known, the reason names what both lack. */
  default <U, V> Reading<V> combine(Reading<U> other, BiFunction<T, U, V> f) {
    if (this instanceof Unreadable<T>(String mine)
        && other instanceof Unreadable<U>(String theirs)
        && !mine.contains(theirs)) {
      return new Unreadable<>(mine + "\n" + theirs);
    }
    return flatMap(mine -> other.map(theirs -> f.apply(mine, theirs)));
  }
}
