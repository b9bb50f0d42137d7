package dev.plumb.module.file.download;

import dev.plumb.host.files.DigestAlgorithm;
import java.util.Locale;

/** The digest that a downloaded file must have. */
record Checksum(DigestAlgorithm kind, String digits) {

  /** Reads {@code KIND:DIGITS}. */
  public static Checksum of(String text) {
    int colon = text.indexOf(':');
    String digits = text.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
    for (DigestAlgorithm kind : DigestAlgorithm.values()) {
      if (colon > 0
          && kind.name().equalsIgnoreCase(text.substring(0, colon).strip())
          && digits.matches("[0-9a-f]{" + kind.digits() + "}")) {
        return new Checksum(kind, digits);
      }
    }
    throw new IllegalArgumentException(
        "must be a kind of digest and its hexadecimal digits, such as \"sha256:\" and 64 digits,"
            + " but was \""
            + text
            + "\"");
  }

  /** Enough of it to tell two contents apart. */
  static String shorten(DigestAlgorithm kind, String digits) {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + digits.substring(0, 12);
  }

  @Override
  public String toString() {
    return shorten(kind, digits);
  }
}
