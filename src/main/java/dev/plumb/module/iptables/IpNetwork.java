package dev.plumb.module.iptables;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network in the one form in which it can be compared: host bits cleared, length given.
 *
 * @param firstAddress the first address
 * @param prefixLength how many bits all addresses have in common
 * @param bits 32, or 128 for IPv6
 */
record IpNetwork(BigInteger firstAddress, int prefixLength, int bits) {

  IpNetwork {
    firstAddress = firstAddress.shiftRight(bits - prefixLength).shiftLeft(bits - prefixLength);
  }

  /**
   * @param text an address, or a network with a length or a mask
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  static IpNetwork of(String text) {
    try {
      String[] parts = text.split("/", 2);
      int width = parts[0].contains(":") ? 128 : 32;
      int length =
          parts.length == 1
              ? width
              : parts[1].contains(".")
                  ? address(parts[1]).bitCount()
                  : parseNumber(parts[1], width, 10);
      return new IpNetwork(address(parts[0]), length, width);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "must be an address or network such as \"192.0.2.0/24\", not a name, but was \""
              + text
              + "\"",
          e);
    }
  }

  boolean contains(IpNetwork other) {
    return bits == other.bits
        && prefixLength <= other.prefixLength
        && firstAddress.equals(new IpNetwork(other.firstAddress, prefixLength, bits).firstAddress);
  }

  @Override
  public String toString() {
    byte[] bytes = new byte[bits / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = firstAddress.shiftRight(bits - 8 * (i + 1)).byteValue();
    }
    return (bits == 32
            ? IntStream.range(0, 4)
                .mapToObj(i -> String.valueOf(bytes[i] & 255))
                .collect(Collectors.joining("."))
            : IntStream.range(0, 8)
                .mapToObj(i -> (bytes[2 * i] & 255) << 8 | (bytes[2 * i + 1] & 255))
                .map(Integer::toHexString)
                .collect(Collectors.joining(":")))
        + "/"
        + prefixLength;
  }

  private static BigInteger address(String text) {
    return text.contains(":") ? v6(text) : v4(text);
  }

  private static BigInteger v4(String text) {
    String[] bytes = text.split("\\.", -1);
    if (bytes.length != 4) {
      throw new NumberFormatException(text);
    }
    BigInteger address = BigInteger.ZERO;
    for (String b : bytes) {
      address = address.shiftLeft(8).add(BigInteger.valueOf(parseNumber(b, 255, 10)));
    }
    return address;
  }

  private static BigInteger v6(String text) {
    String[] halves = text.split("::", -1);
    List<Integer> groups = groups(halves[0]);
    if (halves.length == 2) {
      List<Integer> tail = groups(halves[1]);
      while (groups.size() + tail.size() < 8) {
        groups.add(0);
      }
      groups.addAll(tail);
    }
    if (groups.size() != 8 || halves.length > 2) {
      throw new NumberFormatException(text);
    }
    BigInteger address = BigInteger.ZERO;
    for (int group : groups) {
      address = address.shiftLeft(16).add(BigInteger.valueOf(group));
    }
    return address;
  }

  private static List<Integer> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String group : text.split(":", -1)) {
        groups.add(parseNumber(group, 0xffff, 16));
      }
    }
    return groups;
  }

  private static int parseNumber(String text, int most, int radix) {
    int number = Integer.parseInt(text, radix);
    if (number < 0 || number > most) {
      throw new NumberFormatException(text);
    }
    return number;
  }
}
