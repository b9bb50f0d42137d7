package dev.plumb.module.docker.daemon;

import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A setting of dockerd.
 *
 * @param key its name in daemon.json: {@code labels}
 * @param flag its name on the command line, which is the singular where it may stand several times:
 *     {@code label}; empty when it is for the file alone
 * @param letter the flag's short form, or the empty text
 * @param kind what it takes
 * @param reload whether dockerd takes a new value up on SIGHUP
 */
record DaemonOption(String key, String flag, String letter, Kind kind, Reload reload) {

  /** What a setting takes. Numbers and sizes are texts too: dockerd reads {@code "64M"}. */
  enum Kind {
    BOOL("true or false"),
    NUMBER("a whole number"),
    TEXT("a text"),
    LIST("a list"),
    MAP("a mapping");

    final String description;

    Kind(String told) {
      this.description = told;
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

  /** What SIGHUP does for a setting. */
  sealed interface Reload {
    /** Nothing: only a restart brings a new value. */
    record Never() implements Reload {}

    /**
     * A value in the file is taken up. A key that is no longer in the file keeps its old value, so
     * that it has to be written as what dockerd has without it first.
     */
    record Taken(Value without) implements Reload {}
  }

  private static final Reload NEVER = new Reload.Never();
  private static final Reload FALSE = new Reload.Taken(Value.bool(false));
  private static final Reload NONE = new Reload.Taken(Value.list(List.of()));

  /** Those of 20.10, and the cluster store's, which it was the last to have. */
  private static final List<DaemonOption> ALL =
      List.of(
          list("allow-nondistributable-artifacts", "allow-nondistributable-artifacts", NONE),
          text("api-cors-header"),
          list("authorization-plugins", "authorization-plugin", NEVER),
          text("bip"),
          new DaemonOption("bridge", "bridge", "b", Kind.TEXT, NEVER),
          fileOnly("builder", Kind.MAP, NEVER),
          text("cgroup-parent"),
          text("cluster-advertise"),
          text("cluster-store"),
          map("cluster-store-opts", "cluster-store-opt"),
          text("containerd"),
          text("containerd-namespace"),
          new DaemonOption(
              "containerd-plugin-namespace", "containerd-plugins-namespace", "", Kind.TEXT, NEVER),
          number("cpu-rt-period", NEVER),
          number("cpu-rt-runtime", NEVER),
          bool("cri-containerd", NEVER),
          new DaemonOption("data-root", "data-root", "", Kind.TEXT, NEVER),
          new DaemonOption("debug", "debug", "D", Kind.BOOL, FALSE),
          list("default-address-pools", "default-address-pool", NEVER),
          text("default-cgroupns-mode"),
          text("default-gateway"),
          text("default-gateway-v6"),
          text("default-ipc-mode"),
          text("default-runtime"),
          text("default-shm-size"),
          map("default-ulimits", "default-ulimit"),
          fileOnly("deprecated-key-path", Kind.TEXT, NEVER),
          list("dns", "dns", NEVER),
          list("dns-opts", "dns-opt", NEVER),
          list("dns-search", "dns-search", NEVER),
          list("exec-opts", "exec-opt", NEVER),
          text("exec-root"),
          bool("experimental", NEVER),
          fileOnly("features", Kind.MAP, new Reload.Taken(Value.map(Map.of()))),
          text("fixed-cidr"),
          text("fixed-cidr-v6"),
          new DaemonOption("graph", "graph", "g", Kind.TEXT, NEVER),
          new DaemonOption("group", "group", "G", Kind.TEXT, NEVER),
          text("host-gateway-ip"),
          new DaemonOption("hosts", "host", "H", Kind.LIST, NEVER),
          bool("icc", NEVER),
          bool("init", NEVER),
          text("init-path"),
          list("insecure-registries", "insecure-registry", NONE),
          text("ip"),
          bool("ip-forward", NEVER),
          bool("ip-masq", NEVER),
          bool("ip6tables", NEVER),
          bool("iptables", NEVER),
          bool("ipv6", NEVER),
          list("labels", "label", NONE),
          bool("live-restore", FALSE),
          text("log-driver"),
          new DaemonOption("log-level", "log-level", "l", Kind.TEXT, NEVER),
          map("log-opts", "log-opt"),
          number("max-concurrent-downloads", new Reload.Taken(Value.number(3))),
          number("max-concurrent-uploads", new Reload.Taken(Value.number(5))),
          number("max-download-attempts", new Reload.Taken(Value.number(5))),
          text("metrics-addr"),
          number("mtu", NEVER),
          number("network-control-plane-mtu", NEVER),
          fileOnly("network-diagnostic-port", Kind.NUMBER, NEVER),
          bool("no-new-privileges", NEVER),
          list("node-generic-resources", "node-generic-resource", NEVER),
          number("oom-score-adjust", NEVER),
          new DaemonOption("pidfile", "pidfile", "p", Kind.TEXT, NEVER),
          bool("raw-logs", NEVER),
          list("registry-mirrors", "registry-mirror", NONE),
          fileOnly("resolv-conf", Kind.TEXT, NEVER),
          map("runtimes", "add-runtime"),
          text("seccomp-profile"),
          bool("selinux-enabled", NEVER),
          number("shutdown-timeout", new Reload.Taken(Value.number(15))),
          new DaemonOption("storage-driver", "storage-driver", "s", Kind.TEXT, NEVER),
          list("storage-opts", "storage-opt", NEVER),
          text("swarm-default-advertise-addr"),
          fileOnly("swarm-raft-election-tick", Kind.NUMBER, NEVER),
          fileOnly("swarm-raft-heartbeat-tick", Kind.NUMBER, NEVER),
          bool("tls", NEVER),
          text("tlscacert"),
          text("tlscert"),
          text("tlskey"),
          bool("tlsverify", NEVER),
          bool("userland-proxy", NEVER),
          text("userland-proxy-path"),
          text("userns-remap"));

  static Optional<DaemonOption> ofKey(String key) {
    return ALL.stream().filter(option -> option.key.equals(key)).findFirst();
  }

  static Optional<DaemonOption> ofFlag(String flag) {
    return ALL.stream()
        .filter(option -> !option.flag.isEmpty() && option.flag.equals(flag))
        .findFirst();
  }

  static Optional<DaemonOption> ofLetter(String letter) {
    return ALL.stream()
        .filter(option -> !letter.isEmpty() && option.letter.equals(letter))
        .findFirst();
  }

  static List<String> keys() {
    return ALL.stream().map(DaemonOption::key).toList();
  }

  private static DaemonOption text(String key) {
    return new DaemonOption(key, key, "", Kind.TEXT, NEVER);
  }

  private static DaemonOption bool(String key, Reload reload) {
    return new DaemonOption(key, key, "", Kind.BOOL, reload);
  }

  private static DaemonOption number(String key, Reload reload) {
    return new DaemonOption(key, key, "", Kind.NUMBER, reload);
  }

  private static DaemonOption list(String key, String flag, Reload reload) {
    return new DaemonOption(key, flag, "", Kind.LIST, reload);
  }

  private static DaemonOption map(String key, String flag) {
    return new DaemonOption(key, flag, "", Kind.MAP, NEVER);
  }

  private static DaemonOption fileOnly(String key, Kind kind, Reload reload) {
    return new DaemonOption(key, "", "", kind, reload);
  }
}
