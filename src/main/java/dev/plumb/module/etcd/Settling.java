package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Row 3: the members are right; what they are run from may not be. */
final class Settling {

  private Settling() {}

  /** What takes no restart goes at once for all. */
  static Optional<ClusterPlan<HostState>> rewrite(Picture picture) {
    Round round = new Round(picture);
    members(picture).stream()
        .filter(host -> !picture.outOfDate(host))
        .forEach(host -> round.write(host, picture.settings(host)));
    return round.plan();
  }

  /** The rest one at a time, the leader last. */
  static Optional<ClusterPlan<HostState>> restart(Picture picture) {
    Optional<HostName> next = inOrder(picture).stream().filter(picture::outOfDate).findFirst();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    HostName host = next.get();
    if (!picture.members().stream().allMatch(picture::alive)) {
      return Told.unhealthy(picture, "restart " + picture.spec(host).name());
    }
    Round round = new Round(picture);
    giveLeadAway(picture, round, host);
    return round.write(host, picture.settings(host)).restart(host).plan();
  }

  private static List<HostName> members(Picture picture) {
    return picture.wanted().stream()
        .filter(
            host -> picture.memberOf(host).isPresent() && picture.state(host).answer().isPresent())
        .toList();
  }

  /** Followers first. */
  static List<HostName> inOrder(Picture picture) {
    return members(picture).stream()
        .sorted(
            Comparator.comparing((HostName host) -> leads(picture, host))
                .thenComparing(host -> host))
        .toList();
  }

  private static boolean leads(Picture picture, HostName host) {
    return picture
        .memberOf(host)
        .filter(member -> member.id() == picture.truth().leader())
        .isPresent();
  }

  /** A leader that steps down first costs no election. */
  static void giveLeadAway(Picture picture, Round round, HostName host) {
    Optional<Member> self = picture.memberOf(host);
    if (self.isPresent() && leads(picture, host)) {
      heir(picture, self.get()).ifPresent(other -> round.moveLeader(host, other));
    }
  }

  /** Who leads next: one that is not to be restarted or to go itself, if there is one. */
  static Optional<Member> heir(Picture picture, Member leader) {
    return picture.voters().stream()
        .filter(member -> !member.equals(leader) && picture.alive(member))
        .min(
            Comparator.comparing((Member member) -> picture.isSurplus(member))
                .thenComparing(member -> isDue(picture, member)));
  }

  private static boolean isDue(Picture picture, Member member) {
    return picture
        .hostOf(member)
        .filter(picture.wanted()::contains)
        .filter(host -> picture.outOfDate(host) || picture.urlsDiffer(host, member))
        .isPresent();
  }
}
