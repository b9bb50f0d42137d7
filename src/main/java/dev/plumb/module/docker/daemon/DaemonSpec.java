package dev.plumb.module.docker.daemon;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What module {@code docker_daemon} is asked for. */
record DaemonSpec(
    @Arg(
            doc =
                "All that stands in the file of settings, under the names that daemon.json has for"
                    + " it. A setting that is not named here is taken out of the file. The file is"
                    + " left as it is when absent.",
            example = "{cluster-store: 'etcd://192.168.199.108:2379', log-opts: {max-size: 10m}}")
        Optional<Map<String, Value>> settings,
    @Arg(
            doc =
                "Settings that stand on the command line instead, under their names in daemon.json;"
                    + " plumb keeps them in a drop-in of the unit. The rest of the unit's own"
                    + " command line stays, but for what is named here or in settings. When absent,"
                    + " the command line is the unit's, with what other drop-ins make of it.",
            example = "{hosts: ['fd://', 'tcp://127.0.0.1:2375']}")
        Optional<Map<String, Value>> flags,
    @Arg(
            doc = "The file of settings.",
            example = "/etc/docker/daemon.json",
            defaultValue = "/etc/docker/daemon.json")
        RemotePath configFile,
    @Arg(
            doc =
                "Whether a host that is in a swarm leaves it, by force. What the swarm ran on the"
                    + " host is gone then. A swarm and a cluster store exclude each other.",
            example = "true",
            defaultValue = "false")
        boolean leaveSwarm) {

  DaemonSpec {
    settings.orElse(Map.of()).forEach((key, value) -> checkKind("settings", key, value));
    flags.orElse(Map.of()).forEach(DaemonSpec::checkFlag);
    for (String key : flags.orElse(Map.of()).keySet()) {
      if (settings.orElse(Map.of()).containsKey(key)) {
        throw new IllegalArgumentException(
            ("must have \"%s\" in \"settings\" or in \"flags\", not in both: dockerd does not start"
                    + " when a setting is in two places")
                .formatted(key));
      }
    }
  }

  private static void checkFlag(String key, Value value) {
    checkKind("flags", key, value);
    if (DaemonOption.ofKey(key).filter(option -> !option.flag().isEmpty()).isEmpty()) {
      throw new IllegalArgumentException(
          "must not have \"%s\" in \"flags\": it is no setting that has a flag".formatted(key));
    }
  }

  private static void checkKind(String argument, String key, Value value) {
    DaemonOption.ofKey(key)
        .map(DaemonOption::kind)
        .filter(kind -> !kind.takes(value))
        .ifPresent(
            kind -> {
              throw new IllegalArgumentException(
                  "must give \"%s\" in \"%s\" as %s, but was given %s"
                      .formatted(key, argument, kind.description, value.kind()));
            });
  }

  /** The values of the keys in either place. */
  Stream<String> keys() {
    return Stream.concat(
        settings.orElse(Map.of()).keySet().stream(), flags.orElse(Map.of()).keySet().stream());
  }

  /** What is asked for under a key, in either place. */
  Optional<Value> requested(String key) {
    return Stream.of(settings, flags)
        .flatMap(Optional::stream)
        .flatMap(map -> Optional.ofNullable(map.get(key)).stream())
        .findFirst();
  }
}
