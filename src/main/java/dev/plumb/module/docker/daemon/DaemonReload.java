package dev.plumb.module.docker.daemon;

import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which settings a dockerd that runs takes up on SIGHUP, and how. */
final class DaemonReload {

  private DaemonReload() {}

  /**
   * What the file has to hold at a first reload, so that another with the settings asked for brings
   * them all; those settings themselves where one reload is enough, and nothing where none is.
   *
   * @param moving the settings that differ
   */
  static Optional<Map<String, Value>> file(
      Map<String, Value> before, Map<String, Value> after, Set<String> moving) {
    Map<String, Value> first = new LinkedHashMap<>(after);
    return moving.stream().allMatch(key -> taken(key, before, after, first))
        ? Optional.of(first)
        : Optional.empty();
  }

  /** Whether a reload brings a setting; adds to {@code first} what has to go ahead of it. */
  private static boolean taken(
      String key, Map<String, Value> before, Map<String, Value> after, Map<String, Value> first) {
    if (key.equals("log-level")) {
      return logLevelTaken(before, after, first);
    }
    // Debug that goes off leaves the level at info, whatever log-level says.
    if (key.equals("debug") && !isTrue(after.get(key)) && !level(after).equals("info")) {
      return false;
    }
    Optional<DaemonOption.Reload> reload = DaemonOption.ofKey(key).map(DaemonOption::reload);
    if (reload.isPresent() && reload.get() instanceof DaemonOption.Reload.Taken(Value without)) {
      // A reload passes over what is not in the file.
      first.putIfAbsent(key, without);
      return true;
    }
    return false;
  }

  /**
   * A reload passes over log-level, but debug, which it takes up, moves the same level between info
   * and debug. So a file that says debug goes ahead of the one that is asked for.
   */
  private static boolean logLevelTaken(
      Map<String, Value> before, Map<String, Value> after, Map<String, Value> first) {
    String old = level(before);
    String wanted = level(after);
    if (before.containsKey("debug")
        || after.containsKey("debug")
        || !List.of("info", "debug").containsAll(List.of(old, wanted))) {
      return false;
    }
    first.put("debug", Value.bool(wanted.equals("debug")));
    return true;
  }

  private static boolean isTrue(@Nullable Value value) {
    return value instanceof Value.Bool bool && bool.truth();
  }

  private static String level(Map<String, Value> settings) {
    return settings.getOrDefault("log-level", Value.text("info")).toString();
  }
}
