package dev.plumb.value;

import java.util.Objects;

/** A value that is never shown: equal by its real value, masked in every text. */
public final class Secret {

  /** What stands in place of a secret wherever one would be shown. */
  public static final String MASK = "********";

  private final String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  public static Secret of(String value) {
    return new Secret(value);
  }

  /** The value itself. It may go to a host by standard input or file content, and nowhere else. */
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
