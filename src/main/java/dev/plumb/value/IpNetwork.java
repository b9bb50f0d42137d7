package dev.plumb.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An IP address with the length of its network's prefix. Equal addresses have one text form, that
 * of RFC 5952. Never resolves names.
 *
 * @param prefix the number of leading bits that all addresses of the network share
 * @param bits 32, or 128 for IPv6
 */
public record IpNetwork(BigInteger address, int prefix, int bits) {

  /**
   * Reads an address, or an address with a prefix length or netmask.
   *
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  public static IpNetwork of(String text) {
    String[] parts = text.split("/", 2);
    try {
      int bits = parts[0].contains(":") ? 128 : 32;
      int prefix =
          parts.length == 1
              ? bits
              : parts[1].contains(".") ? v4(parts[1]).bitCount() : number(parts[1], bits, 10);
      return new IpNetwork(bits == 32 ? v4(parts[0]) : v6(parts[0]), prefix, bits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "must be an address or network such as \"192.0.2.0/24\", but was \"" + text + "\"", e);
    }
  }

  private static BigInteger v4(String text) {
    List<Integer> bytes = numbers(text, "\\.", 255, 10);
    return joined(bytes, 4, 8, text);
  }

  private static BigInteger v6(String text) {
    String[] halves = text.split("::", -1);
    List<Integer> groups = numbers(halves[0], ":", 0xffff, 16);
    if (halves.length == 2) {
      List<Integer> tail = numbers(halves[1], ":", 0xffff, 16);
      while (groups.size() + tail.size() < 8) {
        groups.add(0);
      }
      groups.addAll(tail);
    }
    return joined(halves.length > 2 ? List.of() : groups, 8, 16, text);
  }

  private static List<Integer> numbers(String text, String separator, int max, int radix) {
    List<Integer> numbers = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String part : text.split(separator, -1)) {
        numbers.add(number(part, max, radix));
      }
    }
    return numbers;
  }

  private static int number(String text, int max, int radix) {
    int number = Integer.parseInt(text, radix);
    if (number < 0 || number > max || text.startsWith("+")) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static BigInteger joined(List<Integer> parts, int count, int width, String text) {
    if (parts.size() != count) {
      throw new NumberFormatException(text);
    }
    return parts.stream()
        .map(BigInteger::valueOf)
        .reduce(BigInteger.ZERO, (address, part) -> address.shiftLeft(width).add(part));
  }

  public boolean isV6() {
    return bits == 128;
  }

  /** The number of addresses. */
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(bits - prefix);
  }

  /** The same network with the host bits cleared. */
  public IpNetwork network() {
    return new IpNetwork(address.subtract(address.mod(size())), prefix, bits);
  }

  public IpNetwork netmask() {
    return new IpNetwork(BigInteger.ONE.shiftLeft(bits).subtract(size()), bits, bits);
  }

  /** Whether all addresses of the other network are in this one. */
  public boolean contains(IpNetwork other) {
    return bits == other.bits
        && prefix <= other.prefix
        && new IpNetwork(other.address, prefix, bits).network().equals(network());
  }

  /** The address without the prefix length. */
  public String addressText() {
    int width = isV6() ? 16 : 8;
    List<Integer> parts =
        IntStream.range(0, bits / width)
            .mapToObj(i -> address.shiftRight(bits - width * (i + 1)).intValue() & (1 << width) - 1)
            .toList();
    return isV6()
        ? compressed(parts)
        : parts.stream().map(String::valueOf).collect(Collectors.joining("."));
  }

  /** Leaves out the first of the longest runs of at least two zero groups. */
  private static String compressed(List<Integer> groups) {
    int start = 0;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups.get(end) == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    return length == 1
        ? hex(groups)
        : hex(groups.subList(0, start)) + "::" + hex(groups.subList(start + length, 8));
  }

  private static String hex(List<Integer> groups) {
    return groups.stream().map(Integer::toHexString).collect(Collectors.joining(":"));
  }

  @Override
  public String toString() {
    return addressText() + "/" + prefix;
  }
}
