package dev.plumb.module.link;

import dev.plumb.value.IpNetwork;

/** An address with the length of its network, in the format of {@code ip}. */
record InterfaceAddress(String value) {

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  public static InterfaceAddress of(String text) {
    try {
      if (text.matches("[^/]+/\\d+")) {
        return new InterfaceAddress(IpNetwork.of(text).toString());
      }
    } catch (IllegalArgumentException _) {
      // The message below names the length too.
    }
    throw new IllegalArgumentException(
        "must be an address with a length such as \"192.0.2.1/24\", but was \"" + text + "\"");
  }

  @Override
  public String toString() {
    return value;
  }
}
