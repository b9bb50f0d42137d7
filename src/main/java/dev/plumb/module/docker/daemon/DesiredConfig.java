package dev.plumb.module.docker.daemon;

import dev.plumb.module.docker.daemon.DaemonState.Installed;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The desired configuration of dockerd: its file and its command line.
 *
 * @param settings the content of the file
 * @param unit the unit, with or without the drop-in of plumb
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
        # Written by plumb: settings of dockerd on its command line.
        [Service]
        ExecStart=
        ExecStart=%s
        """
            .formatted(SystemdWords.join(words)));
  }

  /** Returns the cluster store from either place. */
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
