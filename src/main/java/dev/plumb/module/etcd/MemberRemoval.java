package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Optional;

/** Removes members, one at a time, or dissolves the whole cluster. */
final class MemberRemoval {

  private MemberRemoval() {}

  /**
   * Removes dead surplus members before any addition, because they count towards the quorum size.
   */
  static Optional<ClusterPlan<HostState>> removeDead(ClusterView view) {
    return view.members().stream()
        .filter(view::isSurplus)
        .filter(member -> member.learner() || !member.started() || !view.alive(member))
        .findFirst()
        .flatMap(
            member -> {
              RoundBuilder round = new RoundBuilder(view);
              round.remove(view.commandHost(), member);
              retire(view, round, member);
              return round.plan();
            });
  }

  /** Removes a member that lost its data, so that it can be added again. */
  static Optional<ClusterPlan<HostState>> removeWiped(ClusterView view) {
    for (HostName host : view.wanted()) {
      Optional<Member> found = view.memberOf(host).filter(Member::started);
      if (found.isEmpty() || view.state(host).hasData()) {
        continue;
      }
      Member member = found.get();
      int voters = view.voters().size();
      long others = countOthersAlive(view, member);
      Optional<HostName> helper = view.commandHostOtherThan(host);
      boolean safe = member.learner() || (voters > 2 && others >= ClusterView.quorum(voters));
      if (!safe || helper.isEmpty()) {
        return Refusals.refused(
            "Data of a member is missing",
            """
            %s has no data in %s, and of %d members only %d others answer. To rejoin, its old membership must be \
            removed, which could cost the quorum of %d. Bring the other members back first. In a cluster of two, \
            restore the data from a backup, or add a third member first.\
            """
                .formatted(
                    host, view.spec(host).dataDir(), voters, others, ClusterView.quorum(voters)));
      }
      return new RoundBuilder(view).stop(host).remove(helper.get(), member).plan();
    }
    return Optional.empty();
  }

  private static long countOthersAlive(ClusterView view, Member member) {
    return view.voters().stream().filter(m -> !m.equals(member) && view.alive(m)).count();
  }

  static Optional<ClusterPlan<HostState>> removeSurplus(ClusterView view) {
    List<Member> all = view.members().stream().filter(view::isSurplus).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Member member = all.getFirst();
    int voters = view.voters().size();
    if (!view.members().stream().allMatch(view::alive)) {
      return Refusals.unhealthyMember(view, "remove " + member.displayName());
    }
    boolean single = view.specs().values().stream().anyMatch(EtcdSpec::allowSingle);
    if (voters == 2 && !single) {
      return Refusals.refused(
          "Cluster would have one member",
          """
          The members are %s, and %s is to be removed. During the removal, a failure of either member stops the \
          cluster, and the remaining member tolerates no failure. If that is intended, set:
              allow_single: true\
          """
              .formatted(Refusals.names(view.voters()), member.displayName()));
    }
    List<Member> staying =
        view.voters().stream().filter(m -> !all.contains(m)).filter(view::alive).toList();
    Optional<HostName> helper =
        view.hostOf(member).map(view::commandHostOtherThan).orElse(Optional.of(view.commandHost()));
    if (staying.isEmpty() || helper.isEmpty()) {
      return Refusals.refused(
          "Cluster would have no member",
          ("All present members (%s) are to be removed, and none of their replacements"
                  + " has joined yet.")
              .formatted(Refusals.names(view.voters())));
    }
    RoundBuilder round = new RoundBuilder(view);
    if (member.id() == view.quorumStatus().leader()) {
      view.hostOf(member)
          .ifPresent(
              host ->
                  RollingUpdate.nextLeader(view, member)
                      .ifPresent(heir -> round.moveLeader(host, heir)));
    }
    round.remove(helper.get(), member);
    retire(view, round, member);
    return round.plan();
  }

  private static void retire(ClusterView view, RoundBuilder round, Member member) {
    view.hostOf(member)
        .filter(host -> !view.spec(host).present())
        .ifPresent(host -> round.stop(host).disable(host).moveDataAside(host));
  }

  /** Cleans up after an interrupted removal. */
  static Optional<ClusterPlan<HostState>> cleanUp(ClusterView view) {
    RoundBuilder round = new RoundBuilder(view);
    view.unwanted().stream()
        .filter(host -> view.memberOf(host).isEmpty())
        .forEach(host -> round.stop(host).disable(host).moveDataAside(host));
    return round.plan();
  }

  static boolean isDissolution(ClusterView view) {
    return view.wantedNames().isEmpty()
        && view.specs().values().stream().allMatch(EtcdSpec::allowNone);
  }

  /** Stops all members together: one at a time, the last ones would wait for a quorum in vain. */
  static Optional<ClusterPlan<HostState>> dissolve(ClusterView view) {
    if (!isDissolution(view)) {
      return Optional.empty();
    }
    List<Member> others = view.members().stream().filter(m -> view.hostOf(m).isEmpty()).toList();
    if (!others.isEmpty() || !view.unprobed().isEmpty()) {
      return Refusals.refused(
          "Some members were not probed",
          """
          Every host has "state: absent", so the cluster is to be dissolved. But these members were not probed: %s. \
          Without the others they would stop working. Make their hosts reachable and include them in the task, or \
          remove them from the cluster first, with "prune: true".\
          """
              .formatted(
                  others.isEmpty() ? String.join(", ", view.unprobed()) : Refusals.names(others)));
    }
    RoundBuilder round = new RoundBuilder(view);
    List<HostName> hosts = view.unwanted();
    hosts.forEach(host -> round.stop(host).disable(host));
    hosts.forEach(round::moveDataAside);
    return Optional.of(round.plan().orElseGet(ClusterPlan.InSync::new));
  }
}
