package dev.plumb.module.mesos;

import dev.plumb.host.systemd.RollingMember;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Flags of Mesos by name, for a unit's environment file: {@code MESOS_QUORUM=2}. */
record MesosFlags(Map<String, String> values) {

  MesosFlags {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    values.forEach(
        (name, value) -> {
          if (!name.matches("[a-z][a-z0-9_]*") || value.contains("\n")) {
            throw new IllegalArgumentException(
                "must have flags with names in lower case, such as quorum, and values of one line,"
                    + " but"
                    + " one was \"%s\": \"%s\"".formatted(name, value));
          }
        });
  }

  /** Returns the text of the file. Flags on the command line would override it. */
  String text() {
    return values.entrySet().stream()
        .map(e -> "MESOS_" + e.getKey().toUpperCase(Locale.ROOT) + "=" + quoted(e) + "\n")
        .collect(Collectors.joining("", "# Written by plumb.\n", ""));
  }

  private static String quoted(Map.Entry<String, String> flag) {
    String value = flag.getValue();
    return value.matches("[\\w./:,@+-]*")
        ? value
        : "\"" + value.replaceAll("([\"\\\\$`])", "\\\\$1") + "\"";
  }

  /** Returns the flags in the text of a file. */
  static Map<String, String> parse(String text) {
    Map<String, String> found = new TreeMap<>();
    text.lines()
        .filter(line -> line.matches("MESOS_[A-Z0-9_]+=.*"))
        .map(line -> line.substring(6).split("=", 2))
        .forEach(
            pair ->
                found.put(
                    pair[0].toLowerCase(Locale.ROOT),
                    pair[1].replaceAll("^\"(.*)\"$", "$1").replaceAll("\\\\(.)", "$1")));
    return found;
  }

  /**
   * Returns the first flag whose value in effect is not the declared one.
   *
   * @param before the text of the file, to detect flags that are no longer declared
   */
  Optional<RollingMember.RestartReason> firstDifference(
      Map<String, String> effective, String before) {
    Optional<RollingMember.RestartReason> other =
        values.entrySet().stream()
            .filter(
                e -> !sameValue(e.getKey(), effective.getOrDefault(e.getKey(), ""), e.getValue()))
            .map(
                e ->
                    new RollingMember.RestartReason(
                        e.getKey(), effective.getOrDefault(e.getKey(), "not set"), e.getValue()))
            .findFirst();
    return other.or(
        () ->
            parse(before).entrySet().stream()
                .filter(e -> !values.containsKey(e.getKey()))
                .filter(e -> e.getValue().equals(effective.get(e.getKey())))
                .map(e -> new RollingMember.RestartReason(e.getKey(), e.getValue(), "not set"))
                .findFirst());
  }

  /** Returns whether two values are equal; attributes and resources are unordered. */
  static boolean sameValue(String name, String one, String other) {
    return one.equals(other)
        || ((name.equals("attributes") || name.equals("resources"))
            && new TreeSet<>(Arrays.asList(one.split(";")))
                .equals(new TreeSet<>(Arrays.asList(other.split(";")))));
  }
}
