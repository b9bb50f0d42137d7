package dev.plumb.engine.lookahead;

import dev.plumb.state.Reading;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a host has answered ahead of the turns that will use it.
 *
 * <p>One rule keeps it honest: any step applied on the host makes all of it too old. Used by one
 * thread at a time.
 *
 * @param <Q> what was asked about, compared by {@code equals}
 */
public final class Answers<Q> {

  private record Kept(Reading<?> reading, int asOf) {}

  private final Map<Q, Kept> readings = new HashMap<>();
  private final Window window = new Window();

  /**
   * Keeps an answer until it is taken or too old.
   *
   * @param asOf when it was asked for, on whatever clock the caller has
   */
  public void keep(Q question, Reading<?> reading, int asOf) {
    readings.put(question, new Kept(reading, asOf));
  }

  /**
   * @param since an answer that was asked for before is none
   */
  public boolean has(Q question, int since) {
    Kept kept = readings.get(question);
    return kept != null && kept.asOf() >= since;
  }

  /**
   * The answer, if there is one that is not too old. It is given once.
   *
   * @param since an answer that was asked for before is none
   */
  public Optional<Reading<?>> take(Q question, int since) {
    boolean holds = has(question, since);
    Kept kept = readings.remove(question);
    if (kept == null || !holds) {
      return Optional.empty();
    }
    if (readings.isEmpty()) {
      window.used();
    }
    return Optional.of(kept.reading());
  }

  /** How many things to ask about ahead. */
  public int window() {
    return window.size();
  }

  /** A step was applied on the host. */
  public void tooOld() {
    readings.clear();
    window.changed();
  }
}
