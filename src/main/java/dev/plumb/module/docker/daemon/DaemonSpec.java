package dev.plumb.module.docker.daemon;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The arguments of module {@code docker_daemon}. */
record DaemonSpec(
    @Arg(
            doc =
                "The complete content of the configuration file, under the names of daemon.json."
                    + " Settings that are not declared are removed from the file. Default: the file"
                    + " is left unchanged.",
            example = "{cluster-store: 'etcd://192.168.199.108:2379', log-opts: {max-size: 10m}}")
        Optional<Map<String, Value>> settings,
    @Arg(
            doc =
                "Settings on the command line instead, under the names of daemon.json; plumb writes"
                    + " them to a drop-in of the unit. The unit's own flags stay, except those"
                    + " declared here or in settings. Default: the command line of the unit and"
                    + " other drop-ins.",
            example = "{hosts: ['fd://', 'tcp://127.0.0.1:2375']}")
        Optional<Map<String, Value>> flags,
    @Arg(
            doc = "The configuration file.",
            example = "/etc/docker/daemon.json",
            defaultValue = "/etc/docker/daemon.json")
        RemotePath configFile,
    @Arg(
            doc =
                "Whether a host in a swarm leaves it by force, which ends everything that the swarm"
                    + " runs on the host. A swarm and a cluster store exclude each other.",
            example = "true",
            defaultValue = "false")
        boolean leaveSwarm) {

  DaemonSpec {
    settings.orElse(Map.of()).forEach((key, value) -> checkKind("settings", key, value));
    flags.orElse(Map.of()).forEach(DaemonSpec::checkFlag);
    for (String key : flags.orElse(Map.of()).keySet()) {
      if (settings.orElse(Map.of()).containsKey(key)) {
        throw new IllegalArgumentException(
            ("must have \"%s\" in \"settings\" or in \"flags\", not both: dockerd does not start"
                    + " when a setting is in two places")
                .formatted(key));
      }
    }
  }

  private static void checkFlag(String key, Value value) {
    checkKind("flags", key, value);
    if (DaemonOption.ofKey(key).filter(option -> !option.flag().isEmpty()).isEmpty()) {
      throw new IllegalArgumentException(
          "must not have \"%s\" in \"flags\": dockerd has no such flag".formatted(key));
    }
  }

  private static void checkKind(String argument, String key, Value value) {
    DaemonOption.ofKey(key)
        .map(DaemonOption::kind)
        .filter(kind -> !kind.takes(value))
        .ifPresent(
            kind -> {
              throw new IllegalArgumentException(
                  "must have \"%s\" in \"%s\" as %s, but was given %s"
                      .formatted(key, argument, kind.description, value.kind()));
            });
  }

  /** Returns the keys of both places. */
  Stream<String> keys() {
    return Stream.concat(
        settings.orElse(Map.of()).keySet().stream(), flags.orElse(Map.of()).keySet().stream());
  }

  /** Returns the declared value of a key, from either place. */
  Optional<Value> requested(String key) {
    return Stream.of(settings, flags)
        .flatMap(Optional::stream)
        .flatMap(map -> Optional.ofNullable(map.get(key)).stream())
        .findFirst();
  }
}
