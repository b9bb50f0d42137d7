package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Updates the configuration and the peer URLs of the members, one restart at a time. */
final class RollingUpdate {

  private RollingUpdate() {}

  /** Writes the files of all members that need no restart. */
  static Optional<ClusterPlan<HostState>> writeWithoutRestart(ClusterView view) {
    RoundBuilder round = new RoundBuilder(view);
    runningMembers(view).stream()
        .filter(host -> !view.needsRestart(host))
        .forEach(host -> round.write(host, view.config(host)));
    return round.plan();
  }

  /** Updates and restarts one member; the leader comes last. */
  static Optional<ClusterPlan<HostState>> restartNext(ClusterView view) {
    Optional<HostName> next = restartOrder(view).stream().filter(view::needsRestart).findFirst();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    HostName host = next.get();
    if (!view.members().stream().allMatch(view::alive)) {
      return Refusals.unhealthyMember(view, "restart " + view.spec(host).name());
    }
    RoundBuilder round = new RoundBuilder(view);
    transferLeadership(view, round, host);
    return round.write(host, view.config(host)).restart(host).plan();
  }

  private static List<HostName> runningMembers(ClusterView view) {
    return view.wanted().stream()
        .filter(host -> view.memberOf(host).isPresent() && view.state(host).status().isPresent())
        .toList();
  }

  /** Followers first. */
  static List<HostName> restartOrder(ClusterView view) {
    return runningMembers(view).stream()
        .sorted(
            Comparator.comparing((HostName host) -> isLeader(view, host))
                .thenComparing(host -> host))
        .toList();
  }

  private static boolean isLeader(ClusterView view, HostName host) {
    return view.memberOf(host)
        .filter(member -> member.id() == view.quorumStatus().leader())
        .isPresent();
  }

  /** Transfers leadership away from the host, which avoids an election. */
  static void transferLeadership(ClusterView view, RoundBuilder round, HostName host) {
    Optional<Member> self = view.memberOf(host);
    if (self.isPresent() && isLeader(view, host)) {
      nextLeader(view, self.get()).ifPresent(other -> round.moveLeader(host, other));
    }
  }

  /** Returns the next leader, preferably one that is neither removed nor restarted soon. */
  static Optional<Member> nextLeader(ClusterView view, Member leader) {
    return view.voters().stream()
        .filter(member -> !member.equals(leader) && view.alive(member))
        .min(
            Comparator.comparing((Member member) -> view.isSurplus(member))
                .thenComparing(member -> willRestart(view, member)));
  }

  private static boolean willRestart(ClusterView view, Member member) {
    return view.hostOf(member)
        .filter(view.wanted()::contains)
        .filter(host -> view.needsRestart(host) || view.peerUrlsDiffer(host, member))
        .isPresent();
  }

  static Optional<ClusterPlan<HostState>> move(ClusterView view) {
    Optional<HostName> next =
        restartOrder(view).stream()
            .filter(
                host ->
                    view.memberOf(host)
                        .filter(member -> view.peerUrlsDiffer(host, member))
                        .isPresent())
            .findFirst();
    if (next.isEmpty() || moreComeFirst(view)) {
      return Optional.empty();
    }
    HostName host = next.get();
    Member member = view.memberOf(host).orElseThrow();
    if (!view.members().stream().allMatch(view::alive)) {
      return Refusals.unhealthyMember(view, "change the peer URLs of " + member.displayName());
    }
    RoundBuilder round = new RoundBuilder(view);
    transferLeadership(view, round, host);
    return round
        .update(view.commandHost(), member, host)
        .write(host, view.config(host))
        .startExisting(host, new Ids(view.quorumStatus().ids().cluster(), member.id()))
        .await(host, false)
        .plan();
  }

  /** Additions go first in a cluster of two, which does not tolerate even a restart. */
  private static boolean moreComeFirst(ClusterView view) {
    return view.voters().size() <= 2
        && view.wanted().stream().anyMatch(host -> view.memberOf(host).isEmpty());
  }
}
