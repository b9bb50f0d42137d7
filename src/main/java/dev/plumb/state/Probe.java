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

  /** Returns a probe without questions, whose state is known. */
  public static <T> Probe<T> constant(T state) {
    return new Probe<>(List.of(), _ -> Reading.of(state));
  }

  public <U> Probe<U> map(Function<T, U> f) {
    return new Probe<>(questions, endings -> reader.apply(endings).map(f));
  }

  /** Combines two probes into one. */
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

  /** Combines probes into one with a list of states in the same order. */
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

  /** Reads the results of {@link #questions()}. */
  public Reading<T> read(List<Exec> endings) {
    return reader.apply(endings);
  }
}
