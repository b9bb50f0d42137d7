package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.value.HostName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rebuilds a cluster from one member on request; the others rejoin it. */
final class DisasterRecovery {

  private DisasterRecovery() {}

  static Optional<ClusterPlan<HostState>> rebuild(ClusterView view) {
    Optional<String> from =
        view.specs().values().stream()
            .filter(EtcdSpec::acceptDataLoss)
            .flatMap(spec -> spec.recoverFrom().stream())
            .findFirst();
    if (from.isEmpty() || QuorumRecovery.awaitLeader(view).isPresent()) {
      return Optional.empty();
    }
    Optional<HostName> chosen =
        view.wanted().stream()
            .filter(host -> view.spec(host).name().equals(from.get()))
            .filter(host -> view.state(host).hasData())
            .findFirst();
    if (chosen.isEmpty()) {
      return Refusals.refused(
          "No data to rebuild from",
          "\"recover_from\" names %s, but no probed host has data of that member. %s"
              .formatted(from.get(), runbook(view)));
    }
    return refuseIfAnotherIsAhead(view, chosen.get()).or(() -> startAlone(view, chosen.get()));
  }

  /** Refuses if another reachable member has more recent data. */
  private static Optional<ClusterPlan<HostState>> refuseIfAnotherIsAhead(
      ClusterView view, HostName chosen) {
    long index = view.state(chosen).status().map(MemberStatus::raftIndex).orElse(-1L);
    return view.states().keySet().stream()
        .filter(host -> !host.equals(chosen))
        .filter(host -> view.state(host).status().filter(a -> a.raftIndex() > index).isPresent())
        .findFirst()
        .flatMap(
            host ->
                Refusals.refused(
                    "Another member has more recent data",
                    ("\"recover_from\" names %s, but %s has a higher raft index. Rebuild"
                            + " from that member. %s")
                        .formatted(
                            view.spec(chosen).name(), view.spec(host).name(), runbook(view))));
  }

  private static Optional<ClusterPlan<HostState>> startAlone(ClusterView view, HostName chosen) {
    RoundBuilder round = new RoundBuilder(view);
    // First, because a surviving member of the old cluster would form a second one.
    for (HostName host : view.states().keySet()) {
      if (!host.equals(chosen)) {
        round.stop(host).moveDataAside(host);
      }
    }
    EtcdSpec spec = view.spec(chosen);
    Ids ids = view.idsOnDisk(chosen).orElse(new Ids(1, 1));
    return round
        .stop(chosen)
        .copyData(chosen)
        .write(
            chosen, MemberConfig.forceNewCluster(spec, view.state(chosen).version().orElseThrow()))
        .startAlone(chosen, ids)
        .plan();
  }

  /**
   * Removes the force-new-cluster flag, with which the next start would expel all rejoined members.
   */
  static Optional<ClusterPlan<HostState>> clearForceFlag(ClusterView view) {
    for (HostName host : view.wanted()) {
      HostState state = view.state(host);
      boolean written = state.settings().filter(s -> s.contains(MemberConfig.FORCE)).isPresent();
      if ((written || state.environment().containsKey(MemberConfig.FORCE))
          && state.status().isPresent()) {
        RoundBuilder round = new RoundBuilder(view);
        view.memberOf(host)
            .filter(member -> view.peerUrlsDiffer(host, member))
            .ifPresent(member -> round.update(host, member, host));
        return round.write(host, view.config(host)).restart(host).plan();
      }
    }
    return Optional.empty();
  }

  /** Explains to an operator how to recover from a lost quorum. */
  static String runbook(ClusterView view) {
    Map<String, List<String>> voters = QuorumRecovery.voters(view);
    StringBuilder seen = new StringBuilder();
    Map<String, String> found = new TreeMap<>();
    voters.keySet().forEach(name -> found.put(name, "its host was not probed"));
    for (HostName host : view.states().keySet()) {
      found.put(view.spec(host).name(), describe(view.state(host)));
    }
    found.forEach((name, what) -> seen.append("    %s: %s\n".formatted(name, what)));
    return """
    %d of %d members are needed for a quorum. Found:
    %sNothing was changed, because any change could lose data. What to do:
      1. Bring back a failed host or its disk, and apply again: members that have their data recover automatically.
      2. Only if the others are permanently lost: choose the member with the most recent data (the highest raft \
    index above) and rebuild the cluster from it. Data that it does not have is lost, and the others must never be \
    started again with their old data:
            recover_from: %s
            accept_data_loss: true
      3. Remove both arguments afterwards.\
    """
        .formatted(ClusterView.quorum(voters.size()), voters.size(), seen, proposedMember(view));
  }

  private static String describe(HostState state) {
    if (state.status().isPresent()) {
      MemberStatus answer = state.status().get();
      return "runs without the others, at raft index " + Long.toUnsignedString(answer.raftIndex());
    }
    if (QuorumRecovery.damaged(state)) {
      return "has an unreadable log and does not start";
    }
    return state.hasData()
        ? "has its data, and " + (state.isRunning() ? "runs but does not answer" : "does not run")
        : "has no data";
  }

  private static String proposedMember(ClusterView view) {
    return view.wanted().stream()
        .filter(host -> view.state(host).hasData() && !QuorumRecovery.damaged(view.state(host)))
        .max(
            Comparator.comparing(
                host -> view.state(host).status().map(MemberStatus::raftIndex).orElse(0L)))
        .map(host -> view.spec(host).name())
        .orElse("NAME");
  }
}
