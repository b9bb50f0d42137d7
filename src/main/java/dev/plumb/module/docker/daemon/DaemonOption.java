package dev.plumb.module.docker.daemon;

import dev.plumb.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A setting of dockerd.
 *
 * @param key its name in daemon.json: {@code labels}
 * @param flag its name on the command line, the singular if it may be repeated: {@code label};
 *     empty without a flag
 * @param letter the flag's short form, or empty
 * @param kind the type of its value
 * @param reloadable whether SIGHUP applies a new value in the file
 */
record DaemonOption(String key, String flag, String letter, Kind kind, boolean reloadable) {

  /** The type of a value. Some numbers and sizes are texts: dockerd reads {@code "64M"}. */
  enum Kind {
    BOOL("true or false"),
    NUMBER("a whole number"),
    TEXT("a text"),
    LIST("a list"),
    MAP("a mapping");

    final String description;

    Kind(String description) {
      this.description = description;
    }

    boolean takes(Value value) {
      return switch (this) {
        case BOOL -> value instanceof Value.Bool;
        case NUMBER -> value instanceof Value.Num;
        case TEXT -> value instanceof Value.Text;
        case LIST -> value instanceof Value.Items;
        case MAP -> value instanceof Value.Entries;
      };
    }
  }

  /*
   * The settings of 20.10, the last version with a cluster store. key=flag: the flag's name differs;
   * key=: there is no flag; key,x: the flag's short form; *: reloadable.
   */
  private static final Map<String, DaemonOption> BY_KEY =
      Stream.of(
              parse(
                  Kind.BOOL,
                  """
                  cri-containerd debug,D* experimental icc init ip-forward ip-masq ip6tables iptables ipv6
                  live-restore* no-new-privileges raw-logs selinux-enabled tls tlsverify userland-proxy
                  """),
              parse(
                  Kind.NUMBER,
                  """
                  cpu-rt-period cpu-rt-runtime max-concurrent-downloads* max-concurrent-uploads*
                  max-download-attempts* mtu network-control-plane-mtu network-diagnostic-port=
                  oom-score-adjust shutdown-timeout* swarm-raft-election-tick= swarm-raft-heartbeat-tick=
                  """),
              parse(
                  Kind.TEXT,
                  """
                  api-cors-header bip bridge,b cgroup-parent cluster-advertise cluster-store containerd
                  containerd-namespace containerd-plugin-namespace=containerd-plugins-namespace data-root
                  default-cgroupns-mode default-gateway default-gateway-v6 default-ipc-mode
                  default-runtime default-shm-size deprecated-key-path= exec-root fixed-cidr
                  fixed-cidr-v6 graph,g group,G host-gateway-ip init-path ip log-driver log-level,l
                  metrics-addr pidfile,p resolv-conf= seccomp-profile storage-driver,s
                  swarm-default-advertise-addr tlscacert tlscert tlskey userland-proxy-path userns-remap
                  """),
              parse(
                  Kind.LIST,
                  """
                  allow-nondistributable-artifacts* authorization-plugins=authorization-plugin
                  default-address-pools=default-address-pool dns dns-opts=dns-opt dns-search
                  exec-opts=exec-opt hosts=host,H insecure-registries=insecure-registry* labels=label*
                  node-generic-resources=node-generic-resource registry-mirrors=registry-mirror*
                  storage-opts=storage-opt
                  """),
              parse(
                  Kind.MAP,
                  """
                  builder= cluster-store-opts=cluster-store-opt default-ulimits=default-ulimit features=*
                  log-opts=log-opt runtimes=add-runtime
                  """))
          .flatMap(options -> options)
          .collect(Collectors.toMap(DaemonOption::key, Function.identity()));

  private static Stream<DaemonOption> parse(Kind kind, String table) {
    return Arrays.stream(table.strip().split("\\s+"))
        .map(
            entry -> {
              String[] names = entry.replace("*", "").split(",", 2);
              String[] parts = names[0].split("=", 2);
              return new DaemonOption(
                  parts[0],
                  parts.length > 1 ? parts[1] : parts[0],
                  names.length > 1 ? names[1] : "",
                  kind,
                  entry.endsWith("*"));
            });
  }

  static Optional<DaemonOption> ofKey(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  static Optional<DaemonOption> ofFlag(String flag) {
    return BY_KEY.values().stream()
        .filter(option -> !flag.isEmpty() && option.flag.equals(flag))
        .findFirst();
  }

  static Optional<DaemonOption> ofLetter(String letter) {
    return BY_KEY.values().stream()
        .filter(option -> !letter.isEmpty() && option.letter.equals(letter))
        .findFirst();
  }

  static List<String> keys() {
    return BY_KEY.keySet().stream().sorted().toList();
  }
}
