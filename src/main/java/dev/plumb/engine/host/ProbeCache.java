package dev.plumb.engine.host;

import dev.plumb.state.Reading;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The cache of a host's probes, sent ahead of the tasks that use them.
 *
 * <p>One rule keeps it correct: any step on the host invalidates all of it. Used by one thread at a
 * time.
 *
 * @param <Q> the key, compared by {@code equals}
 */
public final class ProbeCache<Q> {

  private record Entry(Reading<?> reading, int asOf) {}

  private final Map<Q, Entry> readings = new HashMap<>();
  private final LookaheadWindow window = new LookaheadWindow();

  /**
   * Caches a reading until it is taken or invalidated.
   *
   * @param asOf when it was probed, by the caller's logical clock
   */
  public void put(Q question, Reading<?> reading, int asOf) {
    readings.put(question, new Entry(reading, asOf));
  }

  /**
   * @param since readings from before are invalid
   */
  public boolean contains(Q question, int since) {
    Entry kept = readings.get(question);
    return kept != null && kept.asOf() >= since;
  }

  /**
   * Removes and returns a reading that is still valid.
   *
   * @param since readings from before are invalid
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

  /** Returns how many calls to probe ahead. */
  public int window() {
    return window.size();
  }

  /** Discards everything, after a step on the host. */
  public void invalidate() {
    readings.clear();
    window.shrink();
  }
}
