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
 * Restores the quorum of an existing cluster by starting its members. Membership changes need a
 * quorum and are not attempted.
 */
final class QuorumRecovery {

  private QuorumRecovery() {}

  /**
   * Returns the last known voting members by name: from a member's answer, else from settings
   * files.
   */
  static Map<String, List<String>> voters(ClusterView view) {
    Map<String, List<String>> voters = new TreeMap<>();
    if (view.lastKnown().isPresent()) {
      for (Member member : view.voters()) {
        voters.put(displayName(view, member), member.peerUrls());
      }
      return voters;
    }
    for (HostName host : view.states().keySet()) {
      if (view.state(host).hasData() && !hasForceFlag(view, host)) {
        for (String peer : MemberConfig.peers(view.state(host).settings().orElse(""))) {
          String[] parts = peer.split("=", 2);
          voters.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
        }
      }
    }
    voters.replaceAll((_, urls) -> new TreeSet<>(urls).stream().toList());
    return voters.isEmpty() ? view.wantedPeers() : voters;
  }

  private static String displayName(ClusterView view, Member member) {
    return member.started()
        ? member.name()
        : view.hostOf(member).map(h -> view.spec(h).name()).orElse(member.displayName());
  }

  private static boolean hasForceFlag(ClusterView view, HostName host) {
    return view.state(host).settings().filter(s -> s.contains(MemberConfig.FORCE)).isPresent();
  }

  /** Returns the hosts whose members can contribute to a quorum. */
  static List<HostName> recoverable(ClusterView view) {
    Map<String, List<String>> voters = voters(view);
    return view.states().keySet().stream()
        .filter(host -> view.state(host).hasData() && !hasForceFlag(view, host))
        .filter(host -> !damaged(view.state(host)))
        .filter(host -> voters.containsKey(view.spec(host).name()))
        .filter(host -> view.state(host).status().filter(MemberStatus::learner).isEmpty())
        .filter(host -> hasKnownData(view, host))
        .toList();
  }

  /** Returns whether the member crash-loops on an unreadable log. */
  static boolean damaged(HostState state) {
    return state.data() instanceof HostState.Data.Unknown && state.active() && !state.isRunning();
  }

  private static boolean hasKnownData(ClusterView view, HostName host) {
    return view.lastKnown().isEmpty() || view.hasOwnData(host);
  }

  private static boolean isQuorum(ClusterView view, int able) {
    return able >= ClusterView.quorum(voters(view).size());
  }

  /** Refuses if too many members change their addresses together to find each other. */
  static Optional<ClusterPlan<HostState>> tooManyMoved(ClusterView view) {
    Map<String, List<String>> voters = voters(view);
    List<String> moved = new ArrayList<>();
    for (HostName host : recoverable(view)) {
      EtcdSpec spec = view.spec(host);
      if (!MemberConfig.urls(spec.peerUrls()).equals(voters.get(spec.name()))) {
        moved.add(spec.name());
      }
    }
    return isQuorum(view, recoverable(view).size())
            && !isQuorum(view, recoverable(view).size() - moved.size())
        ? Refusals.refused(
            "Too many members change their addresses together",
            """
            The cluster has no quorum, and the peer URLs of %s differ from those it knows. Without a quorum it \
            cannot be updated. Restore the old URLs, apply, and then change them one at a time; or, if the old \
            addresses are permanently gone, rebuild the cluster with "recover_from" and "accept_data_loss".\
            """
                .formatted(String.join(", ", moved)))
        : Optional.empty();
  }

  /**
   * Completes an interrupted addition below etcd 3.4, where the cluster waits for the new voter.
   */
  static Optional<ClusterPlan<HostState>> startAdded(ClusterView view) {
    List<HostName> added = new ArrayList<>();
    for (HostName host : view.wanted()) {
      if (!view.state(host).hasData()
          && view.memberOf(host).filter(m -> !m.started() && !m.learner()).isPresent()) {
        added.add(host);
      }
    }
    List<HostName> working =
        recoverable(view).stream().filter(h -> view.state(h).status().isPresent()).toList();
    if (added.isEmpty() || !isQuorum(view, working.size() + added.size())) {
      return Optional.empty();
    }
    HostName host = added.getFirst();
    Ids ids = ids(view, view.memberOf(host).orElseThrow());
    return new RoundBuilder(view)
        .write(host, view.config(host))
        .startNew(host, ids)
        .await(host, false)
        .plan();
  }

  private static Ids ids(ClusterView view, Member member) {
    return new Ids(view.lastKnown().orElseThrow().ids().cluster(), member.id());
  }

  /**
   * Starts all stopped members together, because they need each other; if none is stopped, restarts
   * the first one with outdated settings. The next round checks the result.
   */
  static Optional<ClusterPlan<HostState>> startStopped(ClusterView view) {
    List<HostName> able = recoverable(view);
    if (!isQuorum(view, able.size())) {
      return Optional.empty();
    }
    List<HostName> stopped = able.stream().filter(host -> !isStarted(view.state(host))).toList();
    List<HostName> next =
        stopped.isEmpty()
            ? able.stream().filter(host -> needsStart(view, host)).limit(1).toList()
            : stopped;
    RoundBuilder round = new RoundBuilder(view);
    next.forEach(host -> round.write(host, config(view, host)));
    for (HostName host : next) {
      round.startExisting(host, view.idsOnDisk(host).orElse(new Ids(1, host.hashCode())));
    }
    round.recovered(able, voters(view));
    return round.plan();
  }

  /** Also true for a crash-looping member: another start would not help. */
  private static boolean isStarted(HostState state) {
    return state.isRunning() || state.active();
  }

  /** Judges a crash-looping member by its files, since it has no running process. */
  private static boolean needsStart(ClusterView view, HostName host) {
    HostState state = view.state(host);
    return state.isRunning()
        ? view.needsRestart(host)
        : !state.settings().equals(Optional.of(config(view, host)))
            || !state.unitFile().equals(Optional.of(MemberConfig.unit(view.spec(host))));
  }

  private static String config(ClusterView view, HostName host) {
    EtcdSpec spec = view.spec(host);
    Map<String, List<String>> peers = new TreeMap<>(voters(view));
    peers.put(spec.name(), MemberConfig.urls(spec.peerUrls()));
    return MemberConfig.render(spec, view.state(host).version().orElseThrow(), peers, false);
  }

  /** Waits for an election if enough members run. */
  static Optional<ClusterPlan<HostState>> awaitLeader(ClusterView view) {
    List<HostName> running =
        recoverable(view).stream().filter(host -> isStarted(view.state(host))).toList();
    if (!isQuorum(view, running.size())) {
      return Optional.empty();
    }
    HostName host = running.getFirst();
    return Optional.of(
        new ClusterPlan.Waiting<>(
            host,
            Etcdctl.healthy(view.spec(host)),
            Diagnostic.error(
                "Members elect no leader",
                """
                Enough members run for a quorum (%s), but none answers. They may be unable to reach each other, or \
                crash after their start. Check the network between them and their logs:
                    journalctl -u %s -n 50
                If a member can never start again, stop it and move its data away manually; if too few remain, the \
                next apply explains how to rebuild the cluster.\
                """
                    .formatted(running, view.spec(host).service()))));
  }

  static Optional<ClusterPlan<HostState>> quorumLost(ClusterView view) {
    return Refusals.refused("Quorum is lost", DisasterRecovery.runbook(view));
  }
}
