package dev.plumb.report;

import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.Status;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The last lines of a run: the counts of each host. Scripts parse them, so the format is fixed. */
final class Recap {

  private Recap() {}

  static List<String> lines(SortedMap<HostName, HostSummary> hosts, Screen screen) {
    int width = hosts.keySet().stream().mapToInt(h -> h.value().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    hosts.forEach(
        (host, counts) -> {
          String name = host.value() + " ".repeat(width - host.value().length());
          lines.add(screen.style(worst(counts), name) + " : " + counts(counts));
        });
    return lines;
  }

  private static String counts(HostSummary counts) {
    String line =
        "ok="
            + counts.ok()
            + " changed="
            + counts.changed()
            + " unknown="
            + counts.unknown()
            + " skipped="
            + counts.skipped()
            + " failed="
            + counts.failed();
    if (counts.refused() > 0) {
      line += " refused=" + counts.refused();
    }
    return counts.unreachable() ? line + " unreachable=1" : line;
  }

  private static Status worst(HostSummary counts) {
    if (counts.failed() > 0) {
      return Status.FAILED;
    }
    if (counts.unreachable()) {
      return Status.UNREACHABLE;
    }
    if (counts.refused() > 0) {
      return Status.REFUSED;
    }
    if (counts.changed() > 0) {
      return Status.CHANGED;
    }
    return counts.unknown() > 0 ? Status.UNKNOWN : Status.OK;
  }
}
