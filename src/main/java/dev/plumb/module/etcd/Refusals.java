package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.etcd.HostState.Member;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans that change nothing, with their reasons. */
final class Refusals {

  private Refusals() {}

  static Optional<ClusterPlan<HostState>> refused(String summary, String detail) {
    return Optional.of(new ClusterPlan.Refused<>(Diagnostic.error(summary, detail)));
  }

  /** Blocks in a way that no earlier task can fix. */
  static Optional<ClusterPlan<HostState>> failed(String summary, String detail) {
    return Optional.of(new ClusterPlan.Blocked<>(Diagnostic.error(summary, detail), false));
  }

  /** Blocks in a way that an earlier task may fix. */
  static Optional<ClusterPlan<HostState>> blocked(String summary, String detail) {
    return Optional.of(new ClusterPlan.Blocked<>(Diagnostic.error(summary, detail), true));
  }

  /** Refuses a change while a member is down, because it would reduce the fault tolerance. */
  static Optional<ClusterPlan<HostState>> unhealthyMember(ClusterView view, String wanted) {
    List<Member> sick = view.members().stream().filter(member -> !view.alive(member)).toList();
    return refused(
        "Member is not healthy",
        """
        The next change is: %s. But of %d members these do not answer: %s. A change now could cost the quorum of \
        %d. Bring them back or remove them: with "state: absent" for a host of the inventory, with "prune: true" \
        for a member without a host in the inventory.\
        """
            .formatted(
                wanted,
                view.members().size(),
                names(sick),
                ClusterView.quorum(view.voters().size())));
  }

  static String names(Collection<Member> members) {
    return members.stream().map(Member::displayName).sorted().collect(Collectors.joining(", "));
  }
}
