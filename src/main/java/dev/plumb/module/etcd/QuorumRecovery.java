package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rows 2, 9 and 13: there was a cluster, and nobody reaches a quorum. Only what is there already is
 * started; no change of members is possible, and none is tried.
 */
final class QuorumRecovery {

  private QuorumRecovery() {}

  /** The members that the cluster had, by name, as far as anybody or anything tells. */
  static Map<String, List<String>> voters(ClusterView picture) {
    Map<String, List<String>> voters = new TreeMap<>();
    if (picture.lastKnown().isPresent()) {
      for (Member member : picture.voters()) {
        voters.put(displayName(picture, member), member.peerUrls());
      }
      return voters;
    }
    for (HostName host : picture.states().keySet()) {
      if (picture.state(host).hasData() && !hasForceFlag(picture, host)) {
        for (String peer : MemberConfig.peers(picture.state(host).settings().orElse(""))) {
          String[] parts = peer.split("=", 2);
          voters.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
        }
      }
    }
    voters.replaceAll((_, urls) -> new TreeSet<>(urls).stream().toList());
    return voters.isEmpty() ? picture.wantedPeers() : voters;
  }

  private static String displayName(ClusterView picture, Member member) {
    return member.started()
        ? member.name()
        : picture.hostOf(member).map(h -> picture.spec(h).name()).orElse(member.displayName());
  }

  private static boolean hasForceFlag(ClusterView picture, HostName host) {
    return picture.state(host).settings().filter(s -> s.contains(MemberConfig.FORCE)).isPresent();
  }

  /** The hosts that have the data of a member and could do their part. */
  static List<HostName> recoverable(ClusterView picture) {
    Map<String, List<String>> voters = voters(picture);
    return picture.states().keySet().stream()
        .filter(host -> picture.state(host).hasData() && !hasForceFlag(picture, host))
        .filter(host -> !damaged(picture.state(host)))
        .filter(host -> voters.containsKey(picture.spec(host).name()))
        .filter(host -> picture.state(host).status().filter(MemberStatus::learner).isEmpty())
        .filter(host -> hasKnownData(picture, host))
        .toList();
  }

  /** It was started, and dies over and over of a log that nobody can read. */
  static boolean damaged(HostState state) {
    return state.data() instanceof HostState.Data.Unknown && state.active() && !state.isRunning();
  }

  private static boolean hasKnownData(ClusterView picture, HostName host) {
    return picture.lastKnown().isEmpty() || picture.hasOwnData(host);
  }

  private static boolean isQuorum(ClusterView picture, int able) {
    return able >= ClusterView.quorum(voters(picture).size());
  }

  /** Row 8's refusal: members that change their addresses all at once find each other no more. */
  static Optional<ClusterPlan<HostState>> tooManyMoved(ClusterView picture) {
    Map<String, List<String>> voters = voters(picture);
    List<String> moved = new ArrayList<>();
    for (HostName host : recoverable(picture)) {
      EtcdSpec spec = picture.spec(host);
      if (!MemberConfig.urls(spec.peerUrls()).equals(voters.get(spec.name()))) {
        moved.add(spec.name());
      }
    }
    return isQuorum(picture, recoverable(picture).size())
            && !isQuorum(picture, recoverable(picture).size() - moved.size())
        ? Refusals.refused(
            "Too many members change their address at once",
            """
            The cluster has no quorum, and %s shall have other peer URLs than it knows. Without a quorum it cannot \
            learn them. Give them their old URLs, apply, and then change one after the other; or, when the old \
            addresses are gone for good, rebuild the cluster with "recover_from" and "accept_data_loss"."""
                .formatted(String.join(", ", moved)))
        : Optional.empty();
  }

  /** Of an add below 3.4: the cluster waits for the new member, which only has to be started. */
  static Optional<ClusterPlan<HostState>> startAdded(ClusterView picture) {
    List<HostName> added = new ArrayList<>();
    for (HostName host : picture.wanted()) {
      if (!picture.state(host).hasData()
          && picture.memberOf(host).filter(m -> !m.started() && !m.learner()).isPresent()) {
        added.add(host);
      }
    }
    List<HostName> working =
        recoverable(picture).stream().filter(h -> picture.state(h).status().isPresent()).toList();
    if (added.isEmpty() || !isQuorum(picture, working.size() + added.size())) {
      return Optional.empty();
    }
    HostName host = added.getFirst();
    Ids ids = ids(picture, picture.memberOf(host).orElseThrow());
    return new RoundBuilder(picture)
        .write(host, picture.config(host))
        .startNew(host, ids)
        .await(host, false)
        .plan();
  }

  private static Ids ids(ClusterView picture, Member member) {
    return new Ids(picture.lastKnown().orElseThrow().ids().cluster(), member.id());
  }

  /**
   * Starts all that are stopped, as they need each other; and when none is, again the first that
   * runs with other settings than it should. Whether that was enough the next look tells.
   */
  static Optional<ClusterPlan<HostState>> startStopped(ClusterView picture) {
    List<HostName> able = recoverable(picture);
    if (!isQuorum(picture, able.size())) {
      return Optional.empty();
    }
    List<HostName> stopped = able.stream().filter(host -> !isStarted(picture.state(host))).toList();
    List<HostName> next =
        stopped.isEmpty()
            ? able.stream().filter(host -> needsStart(picture, host)).limit(1).toList()
            : stopped;
    RoundBuilder round = new RoundBuilder(picture);
    next.forEach(host -> round.write(host, config(picture, host)));
    for (HostName host : next) {
      round.startExisting(host, picture.idsOnDisk(host).orElse(new Ids(1, host.hashCode())));
    }
    round.recovered(able, voters(picture));
    return round.plan();
  }

  /** Also one that dies and is started again by systemd: another start would not help it. */
  private static boolean isStarted(HostState state) {
    return state.isRunning() || state.active();
  }

  /** Of one that dies again and again there is only what is written to go by. */
  private static boolean needsStart(ClusterView picture, HostName host) {
    HostState state = picture.state(host);
    return state.isRunning()
        ? picture.needsRestart(host)
        : !state.settings().equals(Optional.of(config(picture, host)))
            || !state.unitFile().equals(Optional.of(MemberConfig.unit(picture.spec(host))));
  }

  private static String config(ClusterView picture, HostName host) {
    EtcdSpec spec = picture.spec(host);
    Map<String, List<String>> peers = new TreeMap<>(voters(picture));
    peers.put(spec.name(), MemberConfig.urls(spec.peerUrls()));
    return MemberConfig.render(spec, picture.state(host).version().orElseThrow(), peers, false);
  }

  /** Enough of them run: they may just be choosing a leader. */
  static Optional<ClusterPlan<HostState>> awaitLeader(ClusterView picture) {
    List<HostName> running =
        recoverable(picture).stream().filter(host -> isStarted(picture.state(host))).toList();
    if (!isQuorum(picture, running.size())) {
      return Optional.empty();
    }
    HostName host = running.getFirst();
    return Optional.of(
        new ClusterPlan.Waiting<>(
            host,
            Etcdctl.healthy(picture.spec(host)),
            Diagnostic.error(
                "Members find no leader",
                """
                Enough members run for a quorum (%s), and yet none answers. They may not reach each other, or die as \
                soon as they start: look at the network between them, and at what they say:
                    journalctl -u %s -n 50
                One that can never start again has to be stopped and its data moved away by hand; when too few are \
                left then, the next apply says how the cluster is rebuilt."""
                    .formatted(running, picture.spec(host).service()))));
  }

  static Optional<ClusterPlan<HostState>> quorumLost(ClusterView picture) {
    return Refusals.refused("Quorum is lost", Runbook.text(picture));
  }
}
