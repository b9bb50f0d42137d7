package dev.plumb.value;

/** Numbers of a fixed width. Formatter does it too, and reads the locale's tables for it. */
public final class Digits {

  private Digits() {}

  /** The digits, with zeros before them up to the width: {@code 0644} for 644 and 4. */
  public static String padded(String digits, int width) {
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
