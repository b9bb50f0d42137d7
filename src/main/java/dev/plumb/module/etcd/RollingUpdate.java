package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Row 3: the members are right; what they are run from may not be. */
final class RollingUpdate {

  private RollingUpdate() {}

  /** What takes no restart goes at once for all. */
  static Optional<ClusterPlan<HostState>> writeWithoutRestart(ClusterView picture) {
    RoundBuilder round = new RoundBuilder(picture);
    runningMembers(picture).stream()
        .filter(host -> !picture.needsRestart(host))
        .forEach(host -> round.write(host, picture.config(host)));
    return round.plan();
  }

  /** The rest one at a time, the leader last. */
  static Optional<ClusterPlan<HostState>> restartNext(ClusterView picture) {
    Optional<HostName> next =
        restartOrder(picture).stream().filter(picture::needsRestart).findFirst();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    HostName host = next.get();
    if (!picture.members().stream().allMatch(picture::alive)) {
      return Refusals.unhealthyMember(picture, "restart " + picture.spec(host).name());
    }
    RoundBuilder round = new RoundBuilder(picture);
    transferLeadership(picture, round, host);
    return round.write(host, picture.config(host)).restart(host).plan();
  }

  private static List<HostName> runningMembers(ClusterView picture) {
    return picture.wanted().stream()
        .filter(
            host -> picture.memberOf(host).isPresent() && picture.state(host).status().isPresent())
        .toList();
  }

  /** Followers first. */
  static List<HostName> restartOrder(ClusterView picture) {
    return runningMembers(picture).stream()
        .sorted(
            Comparator.comparing((HostName host) -> isLeader(picture, host))
                .thenComparing(host -> host))
        .toList();
  }

  private static boolean isLeader(ClusterView picture, HostName host) {
    return picture
        .memberOf(host)
        .filter(member -> member.id() == picture.quorumStatus().leader())
        .isPresent();
  }

  /** A leader that steps down first costs no election. */
  static void transferLeadership(ClusterView picture, RoundBuilder round, HostName host) {
    Optional<Member> self = picture.memberOf(host);
    if (self.isPresent() && isLeader(picture, host)) {
      nextLeader(picture, self.get()).ifPresent(other -> round.moveLeader(host, other));
    }
  }

  /** Who leads next: one that is not to be restarted or to go itself, if there is one. */
  static Optional<Member> nextLeader(ClusterView picture, Member leader) {
    return picture.voters().stream()
        .filter(member -> !member.equals(leader) && picture.alive(member))
        .min(
            Comparator.comparing((Member member) -> picture.isSurplus(member))
                .thenComparing(member -> willRestart(picture, member)));
  }

  private static boolean willRestart(ClusterView picture, Member member) {
    return picture
        .hostOf(member)
        .filter(picture.wanted()::contains)
        .filter(host -> picture.needsRestart(host) || picture.peerUrlsDiffer(host, member))
        .isPresent();
  }
}
