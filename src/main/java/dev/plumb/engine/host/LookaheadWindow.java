package dev.plumb.engine.host;

/**
 * How many calls are probed ahead: all as long as nothing changes, few after a change, and twice as
 * many each time the cache was used up. So a first run, where every task changes something, does
 * not repeat the same probes again and again. Used by one thread at a time.
 */
public final class LookaheadWindow {

  private static final int SIZE_AFTER_CHANGE = 2;

  private int size = Integer.MAX_VALUE;

  /** Returns how many calls to probe beside the current one. */
  public int size() {
    return size;
  }

  /** Shrinks the window after a change on the host. */
  public void shrink() {
    size = SIZE_AFTER_CHANGE;
  }

  /** Grows the window after all probes were used. */
  public void grow() {
    size = size > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : size * 2;
  }
}
