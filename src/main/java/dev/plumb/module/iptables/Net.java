package dev.plumb.module.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Networks in the one form in which they can be compared: host bits cleared, length given. */
final class Net {

  private Net() {}

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  static String normal(String text) {
    try {
      String[] parts = text.split("/", 2);
      return parts[0].contains(":") ? v6(parts) : v4(parts);
    } catch (NumberFormatException e) {
      throw wrong(text, e);
    }
  }

  private static String v4(String[] parts) {
    long address = dotted(parts[0]);
    int length = 32;
    if (parts.length == 2) {
      length = parts[1].contains(".") ? Long.bitCount(dotted(parts[1])) : number(parts[1], 32);
    }
    long network = length == 0 ? 0 : address & (0xffffffffL << (32 - length));
    return (network >> 24 & 255)
        + "."
        + (network >> 16 & 255)
        + "."
        + (network >> 8 & 255)
        + "."
        + (network & 255)
        + "/"
        + length;
  }

  private static long dotted(String text) {
    String[] bytes = text.split("\\.", -1);
    if (bytes.length != 4) {
      throw new NumberFormatException(text);
    }
    long address = 0;
    for (String b : bytes) {
      address = address << 8 | number(b, 255);
    }
    return address;
  }

  private static String v6(String[] parts) {
    int length = parts.length == 2 ? number(parts[1], 128) : 128;
    String[] halves = parts[0].split("::", -1);
    List<Integer> groups = groups(halves[0]);
    if (halves.length == 2) {
      List<Integer> tail = groups(halves[1]);
      while (groups.size() + tail.size() < 8) {
        groups.add(0);
      }
      groups.addAll(tail);
    }
    if (groups.size() != 8 || halves.length > 2) {
      throw new NumberFormatException(parts[0]);
    }
    for (int i = 0; i < 8; i++) {
      int kept = Math.clamp(length - 16L * i, 0, 16);
      groups.set(i, groups.get(i) & (0xffff << (16 - kept)) & 0xffff);
    }
    return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"))
        + "/"
        + length;
  }

  private static List<Integer> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String group : text.split(":", -1)) {
        int value = Integer.parseInt(group, 16);
        if (value < 0 || value > 0xffff) {
          throw new NumberFormatException(group);
        }
        groups.add(value);
      }
    }
    return groups;
  }

  private static int number(String text, int most) {
    int number = Integer.parseInt(text);
    if (number < 0 || number > most) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static IllegalArgumentException wrong(String text, Throwable cause) {
    return new IllegalArgumentException(
        "must have an address or network such as \"192.0.2.0/24\", not a name, but has \""
            + text
            + "\"",
        cause);
  }
}
