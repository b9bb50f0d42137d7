package dev.plumb.module.docker.daemon;

import dev.plumb.module.docker.daemon.DaemonState.Installed;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What shall stand in both places that dockerd takes its settings from.
 *
 * @param settings all of the file
 * @param unit the unit as it will be, with our drop-in or without
 */
record DesiredConfig(Map<String, Value> settings, DaemonUnit unit) {

  static DesiredConfig of(DaemonSpec spec, Installed found) {
    return new DesiredConfig(
        spec.settings().orElse(found.file().settings()), unit(spec, found.unit()));
  }

  private static DaemonUnit unit(DaemonSpec spec, DaemonUnit unit) {
    if (spec.flags().isEmpty()) {
      return unit.without(DaemonUnit.DROP_IN);
    }
    List<String> words =
        new ArrayList<>(
            DaemonFlags.without(unit.ownCommandLine(), spec.keys().collect(Collectors.toSet())));
    words.addAll(DaemonFlags.write(spec.flags().get()));
    return unit.with(
        DaemonUnit.DROP_IN,
        """
        # Written by plumb: settings of dockerd that stand on its command line.
        [Service]
        ExecStart=
        ExecStart=%s
        """
            .formatted(SystemdWords.join(words)));
  }

  /** The store, wherever it is set. */
  Optional<String> store() {
    return Optional.ofNullable(settings.get("cluster-store"))
        .map(Value::toString)
        .or(
            () ->
                DaemonFlags.read(unit.commandLine()).stream()
                    .filter(flag -> flag.key().equals("cluster-store"))
                    .map(DaemonFlags.Flag::value)
                    .reduce((_, last) -> last));
  }
}
