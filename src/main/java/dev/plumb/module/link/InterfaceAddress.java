package dev.plumb.module.link;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An address with the length of its network, as {@code ip} prints it. */
record InterfaceAddress(String value) {

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  public static InterfaceAddress of(String text) {
    boolean v4 = text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}");
    boolean v6 = text.matches("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*/\\d{1,3}");
    List<Integer> groups = v6 ? groups(text.substring(0, text.indexOf('/'))) : List.of();
    if (!v4 && groups.size() != 8) {
      throw new IllegalArgumentException(
          "must be an address with a length such as \"192.0.2.1/24\", but was \"" + text + "\"");
    }
    return new InterfaceAddress(v4 ? text : shortest(groups) + text.substring(text.indexOf('/')));
  }

  /** The eight groups of an IPv6 address; some other number when it is none. */
  private static List<Integer> groups(String text) {
    String[] halves = text.split("::", -1);
    List<Integer> groups = new ArrayList<>(half(halves[0]));
    if (halves.length == 2) {
      List<Integer> tail = half(halves[1]);
      while (groups.size() + tail.size() < 8) {
        groups.add(0);
      }
      groups.addAll(tail);
    }
    return halves.length > 2 ? List.of() : groups;
  }

  private static List<Integer> half(String text) {
    return text.isEmpty()
        ? List.of()
        : Stream.of(text.split(":", -1))
            // A group that is none makes the address too long.
            .flatMap(
                group ->
                    group.matches("[0-9A-Fa-f]{1,4}")
                        ? Stream.of(Integer.parseInt(group, 16))
                        : Stream.of(0, 0, 0, 0, 0, 0, 0, 0, 0))
            .toList();
  }

  /** With the first of the longest runs of zeros left out. */
  private static String shortest(List<Integer> groups) {
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
    return value;
  }
}
