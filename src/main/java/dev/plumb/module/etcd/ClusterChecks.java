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

/** Checks for findings that make every change risky. */
final class ClusterChecks {

  private ClusterChecks() {}

  static Optional<ClusterPlan<HostState>> notInstalled(ClusterView view) {
    return view.wanted().stream()
        .filter(host -> view.state(host).version().isEmpty())
        .findFirst()
        .flatMap(
            host ->
                Refusals.blocked(
                    "etcd is not installed",
                    "%s has no program etcd. Install it with an earlier task.".formatted(host)));
  }

  /**
   * Refuses if the unit runs an etcd with another data directory: its answers say nothing about
   * this cluster.
   */
  static Optional<ClusterPlan<HostState>> foreignProcess(ClusterView view) {
    for (HostName host : view.states().keySet()) {
      HostState state = view.state(host);
      EtcdSpec spec = view.spec(host);
      String folder = state.environment().getOrDefault("ETCD_DATA_DIR", "");
      if (state.isRunning() && !folder.equals(spec.dataDir().value())) {
        return Refusals.refused(
            "Another etcd runs in this unit",
            """
            %s on %s runs an etcd with %s, but the task specifies %s. plumb does not move data and does not guess \
            which one is right. Set "data_dir" to that directory; or, if its data is not needed, stop the unit manually:
                systemctl stop %s\
            """
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

  static Optional<ClusterPlan<HostState>> differentClusters(ClusterView view) {
    Map<String, Set<String>> clusters = new TreeMap<>();
    for (HostName host : view.states().keySet()) {
      view.idsOnDisk(host).ifPresent(ids -> addHost(clusters, ids.cluster(), host));
      view.state(host).status().ifPresent(a -> addHost(clusters, a.ids().cluster(), host));
    }
    if (clusters.size() > 1) {
      return Refusals.refused(
          "Two clusters",
          """
          The hosts belong to different clusters:
          %s\
          plumb does not join clusters, because one of them would lose its data. Find out which one is right; on \
          the hosts of the other, stop etcd and move %s away manually.\
          """
              .formatted(
                  list(clusters, "cluster "), view.specs().values().iterator().next().dataDir()));
    }
    return splitCluster(view);
  }

  /** Refuses if the cluster was split and both parts accept writes. */
  private static Optional<ClusterPlan<HostState>> splitCluster(ClusterView view) {
    List<MemberStatus> quorums = new ArrayList<>();
    for (HostState state : view.states().values()) {
      state.status().filter(MemberStatus::hasQuorum).ifPresent(quorums::add);
    }
    for (MemberStatus one : quorums) {
      for (MemberStatus other : quorums) {
        boolean knows = one.members().stream().anyMatch(m -> m.id() == other.ids().member());
        if (!knows) {
          return Refusals.refused(
              "Two clusters",
              """
              %s and %s both accept writes, and the first does not list the second as a member: the cluster was \
              rebuilt while the other half was alive. On the hosts of the half to discard, stop etcd and move its \
              data away manually.\
              """
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

  static Optional<ClusterPlan<HostState>> activeAlarms(ClusterView view) {
    Set<String> alarms = new TreeSet<>();
    view.states().values().forEach(s -> s.status().ifPresent(a -> alarms.addAll(a.alarms())));
    return alarms.isEmpty()
        ? Optional.empty()
        : Refusals.refused(
            "etcd has an active alarm",
            """
            etcd reports: %s. Membership changes are unsafe until this is resolved. For NOSPACE, free disk space, \
            compact and defragment, then disarm:
                etcdctl alarm list
                etcdctl defrag --cluster
                etcdctl alarm disarm
            For CORRUPT, find the member whose data differs, and wipe only that one.\
            """
                .formatted(String.join("; ", alarms)));
  }
}
