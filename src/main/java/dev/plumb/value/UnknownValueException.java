package dev.plumb.value;

/**
 * Rendering used a {@link Value.Unknown}: the result is not known before an apply, or before an
 * earlier task has run.
 */
public final class UnknownValueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param why the reason, as in {@link Value.Unknown}
   */
  public UnknownValueException(String why) {
    super(why, null, false, false);
  }
}
