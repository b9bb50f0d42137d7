package dev.plumb.state;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Read-only questions to a host and the pure reader of their answers. A value, not an action: it
 * can be sent together with others, and sent again.
 *
 * @param questions commands that leave the host as it is
 * @param reader given one ending for each question, in order
 */
public record Probe<T>(List<Command> questions, Function<List<Exec>, Reading<T>> reader) {

  public Probe {
    questions = List.copyOf(questions);
  }

  /**
   * One question. The reader is given only answers: endings that are none (killed, timed out, lost)
   * are unreadable without its help.
   */
  public static <T> Probe<T> of(Command question, Function<Exec.Exited, Reading<T>> reader) {
    return new Probe<>(
        List.of(question),
        endings ->
            switch (endings.getFirst()) {
              case Exec.Exited exited -> reader.apply(exited);
              case Exec.Killed killed ->
                  Reading.unreadable(question + " was ended by signal " + killed.signal() + ".");
              case Exec.TimedOut late ->
                  Reading.unreadable(
                      question + " gave no answer within " + late.timeout().toSeconds() + " s.");
              case Exec.Lost lost ->
                  Reading.unreadable(
                      "The connection was lost while waiting for "
                          + question
                          + ": "
                          + lost.reason());
            });
  }

  /** No question: the answer is known. */
  public static <T> Probe<T> constant(T state) {
    return new Probe<>(List.of(), _ -> Reading.of(state));
  }

  public <U> Probe<U> map(Function<T, U> f) {
    return new Probe<>(questions, endings -> reader.apply(endings).map(f));
  }

  /** One probe that asks both. */
  public <U, V> Probe<V> combine(Probe<U> other, BiFunction<T, U, V> f) {
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

  /** One probe that asks all, answered as a list in the same order. */
  public static <T> Probe<List<T>> all(List<Probe<T>> probes) {
    Probe<List<T>> all = constant(List.of());
    for (Probe<T> probe : probes) {
      all =
          all.combine(
              probe,
              (list, one) -> {
                List<T> longer = new ArrayList<>(list);
                longer.add(one);
                return List.copyOf(longer);
              });
    }
    return all;
  }

  /** Reads the endings of {@link #questions()}. */
  public Reading<T> read(List<Exec> endings) {
    return reader.apply(endings);
  }
}
