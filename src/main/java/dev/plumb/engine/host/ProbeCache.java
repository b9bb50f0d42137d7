package dev.plumb.engine.host;

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
public final class ProbeCache<Q> {

  private record Entry(Reading<?> reading, int asOf) {}

  private final Map<Q, Entry> readings = new HashMap<>();
  private final LookaheadWindow window = new LookaheadWindow();

  /**
   * Keeps an answer until it is taken or too old.
   *
   * @param asOf when it was asked for, on whatever clock the caller has
   */
  public void put(Q question, Reading<?> reading, int asOf) {
    readings.put(question, new Entry(reading, asOf));
  }

  /**
   * @param since an answer that was asked for before is none
   */
  public boolean contains(Q question, int since) {
    Entry kept = readings.get(question);
    return kept != null && kept.asOf() >= since;
  }

  /**
   * The answer, if there is one that is not too old. It is given once.
   *
   * @param since an answer that was asked for before is none
   */
  public Optional<Reading<?>> take(Q question, int since) {
    boolean holds = contains(question, since);
    Entry kept = readings.remove(question);
    if (kept == null || !holds) {
      return Optional.empty();
    }
    if (readings.isEmpty()) {
      window.grow();
    }
    return Optional.of(kept.reading());
  }

  /** How many things to ask about ahead. */
  public int window() {
    return window.size();
  }

  /** A step was applied on the host. */
  public void invalidate() {
    readings.clear();
    window.shrink();
  }
}
