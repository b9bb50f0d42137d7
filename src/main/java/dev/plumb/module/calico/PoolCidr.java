package dev.plumb.module.calico;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network's addresses, without host bits: {@code 192.0.2.7/24} is {@code 192.0.2.0/24}. Calico
 * itself takes the two for two pools.
 */
record PoolCidr(BigInteger first, int length, boolean v6) {

  private static final String V4 = "[0-9]{1,3}(\\.[0-9]{1,3}){3}/[0-9]{1,2}";
  private static final String V6 =
      "(?!.*::.*::)(?!.*:::)[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}/[0-9]{1,3}";

  PoolCidr {
    int rest = (v6 ? 128 : 32) - length;
    first = first.shiftRight(rest).shiftLeft(rest);
  }

  public static PoolCidr of(String text) {
    String[] parts = text.split("/", 2);
    boolean v6 = text.matches(V6);
    if (v6 || text.matches(V4)) {
      List<Integer> groups = v6 ? groups(parts[0]) : numbers(List.of(parts[0].split("\\.")), 10);
      int length = Integer.parseInt(parts[1]);
      boolean fits = groups.stream().allMatch(group -> group < (v6 ? 65536 : 256));
      if (groups.size() == (v6 ? 8 : 4) && fits && length <= (v6 ? 128 : 32)) {
        BigInteger address = BigInteger.ZERO;
        for (int group : groups) {
          address = address.shiftLeft(v6 ? 16 : 8).add(BigInteger.valueOf(group));
        }
        return new PoolCidr(address, length, v6);
      }
    }
    throw new IllegalArgumentException(
        "must be a network such as \"192.0.2.0/24\", but was \"" + text + "\"");
  }

  /** The eight groups of an IPv6 address; not eight when it is none. */
  private static List<Integer> groups(String address) {
    int gap = address.indexOf("::");
    if (gap < 0) {
      return numbers(List.of(address.split(":")), 16);
    }
    List<Integer> before = numbers(List.of(address.substring(0, gap).split(":")), 16);
    List<Integer> after = numbers(List.of(address.substring(gap + 2).split(":")), 16);
    List<Integer> all = new ArrayList<>(before);
    for (int zeros = 8 - before.size() - after.size(); zeros > 0; zeros--) {
      all.add(0);
    }
    all.addAll(after);
    return all;
  }

  private static List<Integer> numbers(List<String> texts, int radix) {
    return texts.stream()
        .filter(text -> !text.isEmpty())
        .map(text -> Integer.parseInt(text, radix))
        .toList();
  }

  boolean contains(PoolCidr other) {
    return v6 == other.v6
        && length <= other.length
        && new PoolCidr(other.first, length, v6).equals(this);
  }

  @Override
  public String toString() {
    int bits = v6 ? 16 : 8;
    List<Integer> groups = new ArrayList<>();
    for (int shift = v6 ? 112 : 24; shift >= 0; shift -= bits) {
      groups.add(
          first
              .shiftRight(shift)
              .and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE))
              .intValue());
    }
    String address =
        groups.stream()
            .map(group -> Integer.toString(group, v6 ? 16 : 10))
            .collect(Collectors.joining(v6 ? ":" : "."));
    return (v6 ? address.replaceFirst("(^|:)(0(:|$)){2,}", "::") : address) + "/" + length;
  }
}
