package dev.plumb.value;

/** Pads numbers with zeros. Unlike Formatter, does not load locale data. */
public final class Digits {

  private Digits() {}

  /** Returns the digits with leading zeros: {@code 0644} for 644 and width 4. */
  public static String padded(String digits, int width) {
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
