package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Optional;

/** Rows 7b, 10, 11 and 12: members that go, one at a time. */
final class MemberRemoval {

  private MemberRemoval() {}

  /** Before any add, as a dead member counts among those of which a majority is needed. */
  static Optional<ClusterPlan<HostState>> removeDead(ClusterView picture) {
    return picture.members().stream()
        .filter(picture::isSurplus)
        .filter(member -> member.learner() || !member.started() || !picture.alive(member))
        .findFirst()
        .flatMap(
            member -> {
              RoundBuilder round = new RoundBuilder(picture);
              round.remove(picture.commandHost(), member);
              retire(picture, round, member);
              return round.plan();
            });
  }

  /** A member whose data is gone can only join anew, and its old self has to go first. */
  static Optional<ClusterPlan<HostState>> removeWiped(ClusterView picture) {
    for (HostName host : picture.wanted()) {
      Optional<Member> found = picture.memberOf(host).filter(Member::started);
      if (found.isEmpty() || picture.state(host).hasData()) {
        continue;
      }
      Member member = found.get();
      int voters = picture.voters().size();
      long others = countOthersAlive(picture, member);
      Optional<HostName> helper = picture.commandHostOtherThan(host);
      boolean safe = member.learner() || (voters > 2 && others >= ClusterView.quorum(voters));
      if (!safe || helper.isEmpty()) {
        return Refusals.refused(
            "Data of a member is gone",
            """
            %s has no data in %s, and of %d members only %d others answer. To let it join anew its old self has to be \
            removed, and that could cost the quorum of %d. Bring the others back first. In a cluster of two bring the \
            data back from a backup, or add a third member first."""
                .formatted(
                    host,
                    picture.spec(host).dataDir(),
                    voters,
                    others,
                    ClusterView.quorum(voters)));
      }
      return new RoundBuilder(picture).stop(host).remove(helper.get(), member).plan();
    }
    return Optional.empty();
  }

  private static long countOthersAlive(ClusterView picture, Member member) {
    return picture.voters().stream().filter(m -> !m.equals(member) && picture.alive(m)).count();
  }

  static Optional<ClusterPlan<HostState>> removeSurplus(ClusterView picture) {
    List<Member> all = picture.members().stream().filter(picture::isSurplus).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Member member = all.getFirst();
    int voters = picture.voters().size();
    if (!picture.members().stream().allMatch(picture::alive)) {
      return Refusals.unhealthyMember(picture, "remove " + member.displayName());
    }
    boolean single = picture.specs().values().stream().anyMatch(EtcdSpec::allowSingle);
    if (voters == 2 && !single) {
      return Refusals.refused(
          "Cluster would have one member",
          """
          The members are %s, and %s is to go. While one of two is taken out, the failure of either stops the cluster, \
          and what is left bears no loss at all. If that is meant, say:
              allow_single: true"""
              .formatted(Refusals.names(picture.voters()), member.displayName()));
    }
    List<Member> staying =
        picture.voters().stream().filter(m -> !all.contains(m)).filter(picture::alive).toList();
    Optional<HostName> helper =
        picture
            .hostOf(member)
            .map(picture::commandHostOtherThan)
            .orElse(Optional.of(picture.commandHost()));
    if (staying.isEmpty() || helper.isEmpty()) {
      return Refusals.refused(
          "Cluster would have no member",
          "All members that there are (%s) are to go, and none of those that are to come is there yet."
              .formatted(Refusals.names(picture.voters())));
    }
    RoundBuilder round = new RoundBuilder(picture);
    if (member.id() == picture.quorumStatus().leader()) {
      picture
          .hostOf(member)
          .ifPresent(
              host ->
                  RollingUpdate.nextLeader(picture, member)
                      .ifPresent(heir -> round.moveLeader(host, heir)));
    }
    round.remove(helper.get(), member);
    retire(picture, round, member);
    return round.plan();
  }

  private static void retire(ClusterView picture, RoundBuilder round, Member member) {
    picture
        .hostOf(member)
        .filter(host -> !picture.spec(host).present())
        .ifPresent(host -> round.stop(host).disable(host).moveDataAside(host));
  }

  /** What a removal that was cut short left on the host. */
  static Optional<ClusterPlan<HostState>> cleanUp(ClusterView picture) {
    RoundBuilder round = new RoundBuilder(picture);
    picture.unwanted().stream()
        .filter(host -> picture.memberOf(host).isEmpty())
        .forEach(host -> round.stop(host).disable(host).moveDataAside(host));
    return round.plan();
  }
}
