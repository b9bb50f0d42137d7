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

  private final Map<Q, Reading<?>> readings = new HashMap<>();
  private final Window window = new Window();

  /** Keeps an answer until it is taken or too old. */
  public void keep(Q question, Reading<?> reading) {
    readings.put(question, reading);
  }

  public boolean has(Q question) {
    return readings.containsKey(question);
  }

  /** The answer, if there is one that is not too old. It is given once. */
  public Optional<Reading<?>> take(Q question) {
    Optional<Reading<?>> taken = Optional.ofNullable(readings.remove(question));
    if (taken.isPresent() && readings.isEmpty()) {
      window.used();
    }
    return taken;
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
