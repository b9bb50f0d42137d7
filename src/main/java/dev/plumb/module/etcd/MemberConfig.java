package dev.plumb.module.etcd;

import dev.plumb.value.Bytes;
import dev.plumb.value.RemotePath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The unit and settings file of a member. The module writes them instead of a template, because the
 * order of these writes and of membership changes is what keeps the cluster intact.
 */
final class MemberConfig {

  /** The prefix of settings that etcd reads only while it has no data. */
  private static final String INITIAL = "ETCD_INITIAL_";

  static final String FORCE = "ETCD_FORCE_NEW_CLUSTER";

  /** The environment variable with the digest of the unit that started a process. */
  private static final String UNIT_DIGEST = "PLUMB_UNIT";

  /** The settings that the module manages. */
  static final Set<String> MANAGED =
      Set.of(
          "ETCD_NAME",
          "ETCD_DATA_DIR",
          "ETCD_LISTEN_PEER_URLS",
          "ETCD_LISTEN_CLIENT_URLS",
          "ETCD_ADVERTISE_CLIENT_URLS",
          "ETCD_INITIAL_ADVERTISE_PEER_URLS",
          "ETCD_INITIAL_CLUSTER",
          "ETCD_INITIAL_CLUSTER_TOKEN",
          "ETCD_INITIAL_CLUSTER_STATE",
          "ETCD_ENABLE_V2",
          "ETCD_CONFIG_FILE",
          FORCE);

  private static final String HEADER =
      """
      # Written by plumb's module etcd_member; the next apply overwrites manual changes.
      """;

  private static final String INITIAL_HEADER =
      """
      # Read only while there is no data, so changes need no restart. "existing" keeps a member that lost its data from
      # bootstrapping a second cluster.
      """;

  private MemberConfig() {}

  /** Renders the unit of a member. */
  static String unit(EtcdSpec spec) {
    String text =
        """
        [Unit]
        Description=etcd, member %s of %s
        Documentation=man:etcd(1)
        Wants=network-online.target
        After=network-online.target
        # Do not start before plumb has written the settings.
        ConditionPathExists=%s
        # A member waits for its peers without a limit.
        StartLimitIntervalSec=0

        [Service]
        # The unit is started once the member has a quorum.
        Type=notify
        TimeoutStartSec=60s
        User=%s
        EnvironmentFile=%s
        ExecStart=/usr/bin/etcd
        # A member that was removed from its cluster exits successfully and must not be restarted.
        Restart=on-failure
        RestartSec=1s
        LimitNOFILE=65536
        # The whole cluster waits for the disk writes of its members.
        IOSchedulingClass=best-effort
        IOSchedulingPriority=0
        """
            .formatted(
                spec.name(), spec.token(), spec.settingsFile(), spec.user(), spec.settingsFile());
    return HEADER
        + text
        + "# Records in the environment which unit started etcd.\nEnvironment="
        + UNIT_DIGEST
        + "="
        + digest(text)
        + "\n\n[Install]\nWantedBy=multi-user.target\n";
  }

  private static String digest(String unit) {
    return Bytes.utf8(unit).sha256().toString().substring(0, 12);
  }

  /**
   * Renders the settings of a member.
   *
   * @param peers the members by name, itself included
   */
  static String render(
      EtcdSpec spec, EtcdVersion version, Map<String, List<String>> peers, boolean founding) {
    return render(restartSettings(spec, version), spec, peers, founding);
  }

  /** Renders the settings with which one member becomes a new cluster. */
  static String forceNewCluster(EtcdSpec spec, EtcdVersion version) {
    Map<String, String> settings = restartSettings(spec, version);
    settings.put(FORCE, "true");
    return render(settings, spec, Map.of(spec.name(), urls(spec.peerUrls())), false);
  }

  private static String render(
      Map<String, String> settings,
      EtcdSpec spec,
      Map<String, List<String>> peers,
      boolean founding) {
    StringBuilder text = new StringBuilder(HEADER);
    settings.forEach((name, value) -> appendSetting(text, name, value));
    text.append('\n').append(INITIAL_HEADER);
    appendSetting(text, INITIAL + "ADVERTISE_PEER_URLS", joined(spec.peerUrls()));
    appendSetting(text, INITIAL + "CLUSTER", cluster(peers));
    appendSetting(text, INITIAL + "CLUSTER_TOKEN", spec.token());
    appendSetting(text, INITIAL + "CLUSTER_STATE", founding ? "new" : "existing");
    return text.toString();
  }

  /** Returns the settings that take effect with a restart. */
  private static Map<String, String> restartSettings(EtcdSpec spec, EtcdVersion version) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("ETCD_NAME", spec.name());
    settings.put("ETCD_DATA_DIR", spec.dataDir().value());
    settings.put("ETCD_LISTEN_PEER_URLS", joined(spec.listenPeerUrls()));
    settings.put("ETCD_LISTEN_CLIENT_URLS", joined(spec.listenClientUrls()));
    settings.put("ETCD_ADVERTISE_CLIENT_URLS", joined(spec.clientUrls()));
    if (spec.enableV2()) {
      settings.put("ETCD_ENABLE_V2", "true");
    }
    if (version.atLeast(3, 4)) {
      settings.put("ETCD_LOGGER", "zap");
    }
    put(settings, "ETCD_CERT_FILE", spec.certFile());
    put(settings, "ETCD_KEY_FILE", spec.keyFile());
    put(settings, "ETCD_TRUSTED_CA_FILE", spec.trustedCaFile());
    put(settings, "ETCD_PEER_CERT_FILE", spec.peerCertFile());
    put(settings, "ETCD_PEER_KEY_FILE", spec.peerKeyFile());
    put(settings, "ETCD_PEER_TRUSTED_CA_FILE", spec.peerTrustedCaFile());
    if (spec.trustedCaFile().isPresent()) {
      settings.put("ETCD_CLIENT_CERT_AUTH", "true");
    }
    if (spec.peerTrustedCaFile().isPresent()) {
      settings.put("ETCD_PEER_CLIENT_CERT_AUTH", "true");
    }
    settings.putAll(spec.settings());
    return settings;
  }

  private static void put(Map<String, String> settings, String name, Optional<RemotePath> path) {
    path.ifPresent(file -> settings.put(name, file.value()));
  }

  /** Returns the environment of a process started with these files. */
  static Map<String, String> environment(String settings, String unit) {
    Map<String, String> with = new TreeMap<>();
    settings.lines().forEach(line -> parse(line).ifPresent(s -> with.put(s.name(), s.value())));
    unit.lines()
        .filter(line -> line.startsWith("Environment=" + UNIT_DIGEST + "="))
        .forEach(line -> with.put(UNIT_DIGEST, line.substring(line.lastIndexOf('=') + 1)));
    return with;
  }

  /** Returns whether the member must be restarted. */
  static boolean needRestart(Map<String, String> running, Map<String, String> wanted) {
    return !restartRelevant(running).equals(restartRelevant(wanted));
  }

  private static Map<String, String> restartRelevant(Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(setting -> !setting.getKey().startsWith(INITIAL))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Returns whether the settings bootstrap a cluster. */
  static boolean isBootstrap(String settings) {
    return settings.lines().anyMatch((INITIAL + "CLUSTER_STATE=new")::equals);
  }

  /** Returns the members named in the settings, sorted. */
  static List<String> peers(String settings) {
    return settings
        .lines()
        .flatMap(line -> parse(line).stream())
        .filter(setting -> setting.name().equals(INITIAL + "CLUSTER"))
        .flatMap(setting -> List.of(setting.value().split(",")).stream())
        .filter(peer -> peer.contains("="))
        .sorted()
        .toList();
  }

  /** Returns the members in the format of {@link #peers(String)}. */
  static List<String> peers(Map<String, List<String>> members) {
    return List.of(cluster(members).split(",")).stream().sorted().toList();
  }

  private static String cluster(Map<String, List<String>> peers) {
    return new TreeMap<>(peers)
        .entrySet().stream()
            .flatMap(peer -> peer.getValue().stream().map(url -> peer.getKey() + "=" + url))
            .collect(Collectors.joining(","));
  }

  static List<String> urls(Collection<MemberUrl> urls) {
    return urls.stream().map(MemberUrl::value).sorted().toList();
  }

  private static String joined(List<MemberUrl> urls) {
    return urls.stream().map(MemberUrl::value).collect(Collectors.joining(","));
  }

  private record Setting(String name, String value) {}

  private static void appendSetting(StringBuilder text, String name, String value) {
    boolean plain = value.matches("[\\w:/.,=@%+\\[\\]-]*");
    text.append(name)
        .append('=')
        .append(plain ? value : '"' + value.replaceAll("([\"\\\\$`])", "\\\\$1") + '"')
        .append('\n');
  }

  /** The reverse of {@link #appendSetting}. */
  private static Optional<Setting> parse(String line) {
    int equals = line.indexOf('=');
    if (line.startsWith("#") || equals < 1) {
      return Optional.empty();
    }
    String value = line.substring(equals + 1);
    if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
      value = value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    return Optional.of(new Setting(line.substring(0, equals), value));
  }
}
