package dev.plumb.engine.host;

/**
 * How many tasks ahead are asked about: all of them as long as nothing changes, few after a change,
 * and twice as many each time the answers were used. So a first run, where every task changes
 * something and makes all answers too old, does not ask the same questions over and over. Used by
 * one thread at a time.
 */
public final class LookaheadWindow {

  private static final int SIZE_AFTER_CHANGE = 2;

  private int size = Integer.MAX_VALUE;

  /** How many things to ask about beside the one whose turn it is. */
  public int size() {
    return size;
  }

  /** The host was changed: what was asked ahead is too old. */
  public void shrink() {
    size = SIZE_AFTER_CHANGE;
  }

  /** All that was asked ahead was used. */
  public void grow() {
    size = size > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : size * 2;
  }
}
