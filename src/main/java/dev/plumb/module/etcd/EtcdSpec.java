package dev.plumb.module.etcd;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record EtcdSpec(
    @Arg(
            doc = "The member's name; the names within a cluster differ.",
            example = "node0",
            aliases = "member")
        String name,
    @Arg(
            doc =
                "Where the other members find it. A change is made known to the cluster before the"
                    + " member is restarted.",
            example = "[\"http://192.168.199.108:2380\"]")
        List<MemberUrl> peerUrls,
    @Arg(
            doc = "Where clients find it.",
            example = "[\"http://192.168.199.108:2379\"]",
            aliases = "advertise_client_urls")
        List<MemberUrl> clientUrls,
    @Arg(
            doc = "Where it listens for members; peer_urls when absent.",
            example = "[\"http://0.0.0.0:2380\"]")
        List<MemberUrl> listenPeerUrls,
    @Arg(
            doc = "Where it listens for clients; client_urls when absent.",
            example = "[\"http://192.168.199.108:2379\", \"http://127.0.0.1:2379\"]")
        List<MemberUrl> listenClientUrls,
    @Arg(doc = "Where its data is.", example = "/var/lib/etcd/cluster") RemotePath dataDir,
    @Arg(
            doc =
                "Tells clusters apart that must never mix. Read when a cluster is founded, never"
                    + " again.",
            example = "etcd-cluster-hw5")
        String token,
    @Arg(
            doc =
                "The systemd unit, which the module writes, as it does its settings in"
                    + " /etc/etcd/UNIT.env. A second member on a host has a second unit.",
            example = "etcd",
            defaultValue = "etcd")
        String unit,
    @Arg(doc = "The user it runs as.", example = "etcd", defaultValue = "etcd") String user,
    @Arg(
            doc =
                "Whether the cluster has it. An absent member is taken out of the cluster, its unit"
                    + " stopped and disabled, its data moved aside.",
            example = "present",
            defaultValue = "present")
        State state,
    @Arg(
            doc =
                "The names of all members that there shall be; those of the task's hosts when"
                    + " absent. Keeps a run on some hosts only (--limit) from taking the others for"
                    + " gone.",
            example = "[node0, node1, node2]")
        List<String> members,
    @Arg(
            doc = "Whether it serves the v2 API, which etcd 3.6 no longer has.",
            example = "true",
            defaultValue = "false")
        boolean enableV2,
    @Arg(
            doc = "More settings of etcd, as its environment variables.",
            example = "{ETCD_AUTO_COMPACTION_RETENTION: 1h}")
        Map<String, String> settings,
    @Arg(doc = "Certificate that it shows to clients.", example = "/etc/etcd/server.crt")
        Optional<RemotePath> certFile,
    @Arg(doc = "Key of cert_file.", example = "/etc/etcd/server.key") Optional<RemotePath> keyFile,
    @Arg(
            doc = "Authority of clients; when given, clients need a certificate.",
            example = "/etc/etcd/ca.crt")
        Optional<RemotePath> trustedCaFile,
    @Arg(doc = "Certificate that it shows to members.", example = "/etc/etcd/peer.crt")
        Optional<RemotePath> peerCertFile,
    @Arg(doc = "Key of peer_cert_file.", example = "/etc/etcd/peer.key")
        Optional<RemotePath> peerKeyFile,
    @Arg(
            doc = "Authority of members; when given, members need a certificate.",
            example = "/etc/etcd/ca.crt")
        Optional<RemotePath> peerTrustedCaFile,
    @Arg(
            doc =
                "Whether members that nobody asks for are taken out of the cluster, one at a time.",
            example = "true",
            defaultValue = "false")
        boolean prune,
    @Arg(
            doc =
                "Whether data of this cluster that belongs to no member of it may be moved aside, so"
                    + " that the host can join anew.",
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
                "Whether the cluster may end: with state: absent on all hosts and this, all members"
                    + " are stopped and disabled together, and their data is moved aside.",
            example = "true",
            defaultValue = "false")
        boolean allowNone,
    @Arg(
            doc =
                "When quorum is lost for good: the name of the member whose data the cluster is"
                    + " rebuilt from. Needs accept_data_loss; does nothing while there is a quorum.",
            example = "node0")
        Optional<String> recoverFrom,
    @Arg(
            doc =
                "Agrees that what recover_from's member had not received yet is lost, and that the"
                    + " members that cannot be reached are gone and never come back.",
            example = "true",
            defaultValue = "false")
        boolean acceptDataLoss,
    @Arg(
            doc = "How long a member may take until it is healthy.",
            example = "60s",
            defaultValue = "60s")
        Duration patience,
    @Arg(
            doc = "Where backups go, one before each removal of a member.",
            example = "/var/backups/etcd",
            defaultValue = "/var/backups/etcd")
        RemotePath backupDir) {

  /** Whether the cluster has the member. */
  enum State {
    PRESENT,
    ABSENT
  }

  EtcdSpec {
    if (peerUrls.isEmpty() || clientUrls.isEmpty()) {
      throw new IllegalArgumentException("must have \"peer_urls\" and \"client_urls\"");
    }
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("must have a \"name\" of letters, digits, . _ and -");
    }
    if (!unit.matches("[A-Za-z0-9:_.@-]+") || unit.endsWith(".service")) {
      throw new IllegalArgumentException(
          "must have a \"unit\" without its type, such as \"etcd\", but it was \"" + unit + "\"");
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
            "has an argument for " + owned + ", so it must not stand among the \"settings\"");
      }
    }
  }

  boolean present() {
    return state == State.PRESENT;
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

  /** Where a client on the host itself asks. */
  MemberUrl endpoint() {
    return clientUrls.getFirst();
  }
}
