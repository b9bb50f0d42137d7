package dev.plumb.module.link;

import java.util.Locale;

/** An address with the length of its network, as {@code ip} prints it. */
record Address(String value) {

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  public static Address of(String text) {
    boolean v4 = text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}");
    boolean v6 = text.contains(":") && text.matches("[0-9A-Fa-f:]{2,39}/\\d{1,3}");
    if (!v4 && !v6) {
      throw new IllegalArgumentException(
          "must be an address with a length such as \"192.0.2.1/24\", but was \"" + text + "\"");
    }
    return new Address(text.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return value;
  }
}
