package dev.plumb.module.docker;

import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which settings a dockerd that runs takes up on SIGHUP, and how. */
final class DockerDaemonReload {

  private DockerDaemonReload() {}

  /**
   * Whether a reload brings a setting from its old value to its new one.
   *
   * @param first what the file has to hold at a reload before that with the new settings; filled
   */
  static boolean taken(
      String key, Map<String, Value> before, Map<String, Value> after, Map<String, Value> first) {
    if (key.equals("log-level")) {
      return logLevelTaken(before, after, first);
    }
    // Debug that goes off leaves the level at info, whatever log-level says.
    if (key.equals("debug") && !isTrue(after.get(key)) && !level(after).equals("info")) {
      return false;
    }
    Optional<DockerDaemonOption.Reload> reload =
        DockerDaemonOption.ofKey(key).map(DockerDaemonOption::reload);
    if (reload.isPresent()
        && reload.get() instanceof DockerDaemonOption.Reload.Taken(Value without)) {
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
