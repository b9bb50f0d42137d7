package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is found that makes every change a risk. */
final class ClusterChecks {

  private ClusterChecks() {}

  static Optional<ClusterPlan<HostState>> notInstalled(ClusterView picture) {
    return picture.wanted().stream()
        .filter(host -> picture.state(host).version().isEmpty())
        .findFirst()
        .flatMap(
            host ->
                Refusals.blocked(
                    "etcd is not installed",
                    "There is no program etcd on %s. Install it with a task before this one."
                        .formatted(host)));
  }

  /**
   * An etcd of another folder is none of ours, and what it answers tells nothing of our cluster.
   */
  static Optional<ClusterPlan<HostState>> foreignProcess(ClusterView picture) {
    for (HostName host : picture.states().keySet()) {
      HostState state = picture.state(host);
      EtcdSpec spec = picture.spec(host);
      String folder = state.environment().getOrDefault("ETCD_DATA_DIR", "");
      if (state.isRunning() && !folder.equals(spec.dataDir().value())) {
        return Refusals.refused(
            "Another etcd runs in this unit",
            """
            %s on %s runs an etcd with %s, and asked for is %s. plumb does not move data and does not guess which is \
            right. Give that folder as "data_dir"; or, if it is not needed, stop the unit by hand:
                systemctl stop %s"""
                .formatted(
                    spec.service(),
                    host,
                    folder.isEmpty() ? "no ETCD_DATA_DIR set" : "its data in " + folder,
                    spec.dataDir(),
                    spec.service()));
      }
    }
    return Optional.empty();
  }

  static Optional<ClusterPlan<HostState>> differentClusters(ClusterView picture) {
    Map<String, Set<String>> clusters = new TreeMap<>();
    for (HostName host : picture.states().keySet()) {
      picture.idsOnDisk(host).ifPresent(ids -> addHost(clusters, ids.cluster(), host));
      picture.state(host).status().ifPresent(a -> addHost(clusters, a.ids().cluster(), host));
    }
    if (clusters.size() > 1) {
      return Refusals.refused(
          "Two clusters",
          """
          The hosts belong to different clusters:
          %s\
          plumb joins no two clusters, as one of them would lose its data. Find out which is right; on the hosts of \
          the other stop etcd and move %s away by hand."""
              .formatted(
                  list(clusters, "cluster "),
                  picture.specs().values().iterator().next().dataDir()));
    }
    return splitCluster(picture);
  }

  /** One cluster that fell apart: a part that was given up works on by itself. */
  private static Optional<ClusterPlan<HostState>> splitCluster(ClusterView picture) {
    List<MemberStatus> quorums = new ArrayList<>();
    for (HostState state : picture.states().values()) {
      state.status().filter(MemberStatus::hasQuorum).ifPresent(quorums::add);
    }
    for (MemberStatus one : quorums) {
      for (MemberStatus other : quorums) {
        boolean knows = one.members().stream().anyMatch(m -> m.id() == other.ids().member());
        if (!knows) {
          return Refusals.refused(
              "Two clusters",
              """
              %s and %s both take writes, and the first does not know the second as a member: the cluster was rebuilt \
              while the other half was alive. Stop etcd on the hosts of the half that is to go, and move its data \
              away by hand."""
                  .formatted(
                      one.self().map(Member::displayName).orElse("one host"),
                      other.self().map(Member::displayName).orElse("another")));
        }
      }
    }
    return Optional.empty();
  }

  private static void addHost(Map<String, Set<String>> clusters, long id, HostName host) {
    clusters.computeIfAbsent(Etcdctl.hex(id), _ -> new TreeSet<>()).add(host.value());
  }

  private static String list(Map<String, Set<String>> clusters, String what) {
    StringBuilder lines = new StringBuilder();
    clusters.forEach(
        (id, hosts) ->
            lines.append("    %s%s: %s\n".formatted(what, id, String.join(", ", hosts))));
    return lines.toString();
  }

  static Optional<ClusterPlan<HostState>> activeAlarms(ClusterView picture) {
    Set<String> alarms = new TreeSet<>();
    picture.states().values().forEach(s -> s.status().ifPresent(a -> alarms.addAll(a.alarms())));
    return alarms.isEmpty()
        ? Optional.empty()
        : Refusals.refused(
            "etcd raises an alarm",
            """
            etcd says: %s. Until that is over a change of members can do harm. For NOSPACE free space, then compact \
            and defragment, then disarm:
                etcdctl alarm list
                etcdctl defrag --cluster
                etcdctl alarm disarm
            For CORRUPT find the member whose data differs, and wipe that one only."""
                .formatted(String.join("; ", alarms)));
  }
}
