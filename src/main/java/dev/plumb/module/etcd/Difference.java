package dev.plumb.module.etcd;

import java.util.List;
import java.util.Optional;

/** What differs between two texts of lines, for people. */
record Difference(Optional<String> before, String after) {

  /** As the two sides of a change. */
  record Description(String before, String after) {}

  Description describe() {
    if (before.isEmpty()) {
      return new Description("absent", "written");
    }
    String gone = without(lines(before.get()), lines(after));
    String come = without(lines(after), lines(before.get()));
    return new Description(gone.isEmpty() ? "less" : gone, come.isEmpty() ? "as asked" : come);
  }

  private static List<String> lines(String text) {
    return text.lines().filter(line -> !line.isBlank()).toList();
  }

  private static String without(List<String> all, List<String> some) {
    return String.join("; ", all.stream().filter(line -> !some.contains(line)).toList());
  }
}
