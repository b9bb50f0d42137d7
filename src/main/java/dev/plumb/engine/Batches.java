package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.task.HostRun;
import dev.plumb.playbook.Rollout;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Orders a play's hosts and splits them into batches, as Ansible does. */
final class Batches {

  private Batches() {}

  static List<HostRun> order(List<HostRun> hosts, Rollout.Order order, Random random) {
    List<HostRun> ordered = new ArrayList<>(hosts);
    Comparator<HostRun> byName = (a, b) -> a.name().compareTo(b.name());
    switch (order) {
      case INVENTORY -> {}
      case REVERSE_INVENTORY -> Collections.reverse(ordered);
      case SORTED -> ordered.sort(byName);
      case REVERSE_SORTED -> ordered.sort(byName.reversed());
      case SHUFFLE -> Collections.shuffle(ordered, random);
    }
    return ordered;
  }

  /**
   * @param sizes numbers or percentages of all hosts; the last applies to all remaining batches
   */
  static <H> List<List<H>> of(List<H> hosts, List<Value> sizes) {
    List<List<H>> batches = new ArrayList<>();
    int from = 0;
    for (int i = 0; from < hosts.size(); i++) {
      int size =
          sizes.isEmpty()
              ? hosts.size()
              : batchSize(sizes.get(Math.min(i, sizes.size() - 1)), hosts.size());
      int to = Math.min(hosts.size(), from + (size == 0 ? hosts.size() : size));
      batches.add(hosts.subList(from, to));
      from = to;
    }
    // A play without hosts is reported as well.
    return batches.isEmpty() ? List.of(List.of()) : batches;
  }

  private static int batchSize(Value size, int hosts) {
    String text = size.toString().strip();
    boolean share = text.endsWith("%");
    if (!text.matches("[0-9]{1,6}%?")) {
      throw invalidKeyword(
          "serial", "a number of hosts or a percentage such as \"30%\"", text, size.place());
    }
    int number = Integer.parseInt(text.replace("%", ""));
    return share ? Math.max(1, number * hosts / 100) : number;
  }

  /** Returns ten for {@code 10} and {@code 10%}. */
  static BigDecimal percentage(Value value, Place place) {
    String text = value.toString().strip().replaceFirst("%$", "");
    if (!text.matches("[0-9]{1,3}(\\.[0-9]+)?")) {
      throw invalidKeyword("max_fail_percentage", "a percentage such as 30", text, place);
    }
    return new BigDecimal(text);
  }

  private static BadInputException invalidKeyword(
      String key, String must, String text, Place place) {
    return new BadInputException(
        Diagnostic.error(
            "Invalid keyword value",
            place,
            "\"" + key + "\" must be " + must + ", but was \"" + text + "\"."));
  }
}
