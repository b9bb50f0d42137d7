package dev.plumb.value;

import java.util.Objects;

/** A value that is never shown: compared by its real value, masked in every text. */
public final class Secret {

  /** The text shown instead of a secret. */
  public static final String MASK = "********";

  private final String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /** Returns the real value. It may only be sent to a host as standard input or file content. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
