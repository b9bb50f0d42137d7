package dev.plumb.module.etcd;

import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record EtcdSpec(
    @Arg(
            doc = "The member's name, unique within the cluster.",
            example = "node0",
            aliases = "member")
        String name,
    @Arg(
            doc =
                "URLs at which the other members reach it. A change is announced to the"
                    + " cluster before the member is restarted.",
            example = "[\"http://192.168.199.108:2380\"]")
        List<MemberUrl> peerUrls,
    @Arg(
            doc = "URLs at which clients reach it.",
            example = "[\"http://192.168.199.108:2379\"]",
            aliases = "advertise_client_urls")
        List<MemberUrl> clientUrls,
    @Arg(
            doc = "URLs on which it listens for other members (default: peer_urls).",
            example = "[\"http://0.0.0.0:2380\"]")
        List<MemberUrl> listenPeerUrls,
    @Arg(
            doc = "URLs on which it listens for clients (default: client_urls).",
            example = "[\"http://192.168.199.108:2379\", \"http://127.0.0.1:2379\"]")
        List<MemberUrl> listenClientUrls,
    @Arg(doc = "The data directory.", example = "/var/lib/etcd/cluster") RemotePath dataDir,
    @Arg(
            doc =
                "Cluster token that keeps separate clusters from mixing. Read only when a"
                    + " cluster is bootstrapped, never again.",
            example = "etcd-cluster-hw5")
        String token,
    @Arg(
            doc =
                "The systemd unit. The module writes it and its settings file"
                    + " /etc/etcd/UNIT.env. A second member on a host needs a second unit.",
            example = "etcd",
            defaultValue = "etcd")
        String unit,
    @Arg(doc = "The user that etcd runs as.", example = "etcd", defaultValue = "etcd") String user,
    @Arg(
            doc =
                "Whether the member belongs to the cluster. An absent member is removed"
                    + " from the cluster, its unit stopped and disabled, and its data moved"
                    + " aside.",
            example = "present",
            defaultValue = "present")
        Presence state,
    @Arg(
            doc =
                "The names of all wanted members (default: those of the task's hosts)."
                    + " Keeps a run on a subset of hosts (--limit) from treating the others as"
                    + " removed.",
            example = "[node0, node1, node2]")
        List<String> members,
    @Arg(
            doc = "Whether to serve the v2 API, which etcd 3.6 removed.",
            example = "true",
            defaultValue = "false")
        boolean enableV2,
    @Arg(
            doc = "Additional settings as etcd environment variables.",
            example = "{ETCD_AUTO_COMPACTION_RETENTION: 1h}")
        Map<String, String> settings,
    @Arg(doc = "Certificate presented to clients.", example = "/etc/etcd/server.crt")
        Optional<RemotePath> certFile,
    @Arg(doc = "Key of cert_file.", example = "/etc/etcd/server.key") Optional<RemotePath> keyFile,
    @Arg(
            doc = "CA of client certificates; if set, clients must present a certificate.",
            example = "/etc/etcd/ca.crt")
        Optional<RemotePath> trustedCaFile,
    @Arg(doc = "Certificate presented to other members.", example = "/etc/etcd/peer.crt")
        Optional<RemotePath> peerCertFile,
    @Arg(doc = "Key of peer_cert_file.", example = "/etc/etcd/peer.key")
        Optional<RemotePath> peerKeyFile,
    @Arg(
            doc = "CA of member certificates; if set, members must present a certificate.",
            example = "/etc/etcd/ca.crt")
        Optional<RemotePath> peerTrustedCaFile,
    @Arg(
            doc = "Whether to remove unlisted members from the cluster, one at a time.",
            example = "true",
            defaultValue = "false")
        boolean prune,
    @Arg(
            doc =
                "Whether data of this cluster that belongs to none of its members may be"
                    + " moved aside, so that the host can rejoin.",
            example = "true",
            defaultValue = "false")
        boolean allowDataReset,
    @Arg(
            doc = "Whether the cluster may have an even number of members.",
            example = "true",
            defaultValue = "false")
        boolean allowEven,
    @Arg(
            doc = "Whether a cluster of two may shrink to one.",
            example = "true",
            defaultValue = "false")
        boolean allowSingle,
    @Arg(
            doc =
                "Whether the cluster may be dissolved: with state: absent on all hosts,"
                    + " all members are stopped and disabled together, and their data is moved"
                    + " aside.",
            example = "true",
            defaultValue = "false")
        boolean allowNone,
    @Arg(
            doc =
                "If quorum is lost permanently: the name of the member from whose data"
                    + " the cluster is rebuilt. Requires accept_data_loss; ignored while there"
                    + " is a quorum.",
            example = "node0")
        Optional<String> recoverFrom,
    @Arg(
            doc =
                "Accepts the loss of data that the recover_from member has not received,"
                    + " and that unreachable members never come back.",
            example = "true",
            defaultValue = "false")
        boolean acceptDataLoss,
    @Arg(doc = "Timeout for a member to become healthy.", example = "60s", defaultValue = "60s")
        Duration patience,
    @Arg(
            doc = "Directory of the backups that precede each removal of a member.",
            example = "/var/backups/etcd",
            defaultValue = "/var/backups/etcd")
        RemotePath backupDir) {

  EtcdSpec {
    if (peerUrls.isEmpty() || clientUrls.isEmpty()) {
      throw new IllegalArgumentException("must have \"peer_urls\" and \"client_urls\"");
    }
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("must have a \"name\" of letters, digits, . _ and -");
    }
    if (!unit.matches("[A-Za-z0-9:_.@-]+") || unit.endsWith(".service")) {
      throw new IllegalArgumentException(
          "must have a \"unit\" without its type suffix, such as \"etcd\", but it was"
              + " \""
              + unit
              + "\"");
    }
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      if (!setting.getKey().matches("ETCD_[A-Z0-9_]+")) {
        throw new IllegalArgumentException(
            "takes its \"settings\" as etcd's environment variables, such as"
                + " ETCD_AUTO_COMPACTION_RETENTION, but there is \""
                + setting.getKey()
                + "\"");
      }
      if (setting.getValue().contains("\n")) {
        throw new IllegalArgumentException(
            "takes settings of one line, but " + setting.getKey() + " has more");
      }
    }
    if (certFile.isPresent() != keyFile.isPresent()
        || peerCertFile.isPresent() != peerKeyFile.isPresent()) {
      throw new IllegalArgumentException("must have a certificate and its key together");
    }
    recoverFrom = recoverFrom.filter(member -> !member.isEmpty());
    listenPeerUrls = listenPeerUrls.isEmpty() ? peerUrls : listenPeerUrls;
    listenClientUrls = listenClientUrls.isEmpty() ? clientUrls : listenClientUrls;
    for (String owned : MemberConfig.MANAGED) {
      if (settings.containsKey(owned)) {
        throw new IllegalArgumentException(
            "has an argument for " + owned + ", so it must not be in \"settings\"");
      }
    }
  }

  boolean present() {
    return state == Presence.PRESENT;
  }

  String service() {
    return unit + ".service";
  }

  RemotePath settingsFile() {
    return RemotePath.of("/etc/etcd/" + unit + ".env");
  }

  RemotePath unitFile() {
    return RemotePath.of("/etc/systemd/system/" + service());
  }

  /** The URL for clients on the host itself. */
  MemberUrl endpoint() {
    return clientUrls.getFirst();
  }
}
