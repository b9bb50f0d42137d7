package dev.plumb.module.docker;

import dev.plumb.module.docker.DockerDaemonState.Installed;
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
record DockerDaemonWanted(Map<String, Value> settings, DockerDaemonUnit unit) {

  static DockerDaemonWanted of(DockerDaemonSpec spec, Installed found) {
    return new DockerDaemonWanted(
        spec.settings().orElse(found.file().settings()), unit(spec, found.unit()));
  }

  private static DockerDaemonUnit unit(DockerDaemonSpec spec, DockerDaemonUnit unit) {
    if (spec.flags().isEmpty()) {
      return unit.without(DockerDaemonUnit.DROP_IN);
    }
    List<String> words =
        new ArrayList<>(
            DockerDaemonFlags.without(
                unit.ownCommandLine(), spec.keys().collect(Collectors.toSet())));
    words.addAll(DockerDaemonFlags.write(spec.flags().get()));
    return unit.with(
        DockerDaemonUnit.DROP_IN,
        """
        # Written by plumb: settings of dockerd that stand on its command line.
        [Service]
        ExecStart=
        ExecStart=%s
        """
            .formatted(DockerDaemonWords.join(words)));
  }

  /** The store, wherever it is set. */
  Optional<String> store() {
    return Optional.ofNullable(settings.get("cluster-store"))
        .map(Value::toString)
        .or(
            () ->
                DockerDaemonFlags.read(unit.commandLine()).stream()
                    .filter(flag -> flag.key().equals("cluster-store"))
                    .map(DockerDaemonFlags.Flag::value)
                    .reduce((_, last) -> last));
  }
}
