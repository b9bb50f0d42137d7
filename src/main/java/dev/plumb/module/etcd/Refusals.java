package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.etcd.HostState.Member;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why nothing is done, said the same way by all rules. */
final class Refusals {

  private Refusals() {}

  static Optional<ClusterPlan<HostState>> refused(String summary, String detail) {
    return Optional.of(new ClusterPlan.Refused<>(Diagnostic.error(summary, detail)));
  }

  /** No earlier task can bring what is missing. */
  static Optional<ClusterPlan<HostState>> failed(String summary, String detail) {
    return Optional.of(new ClusterPlan.Blocked<>(Diagnostic.error(summary, detail), false));
  }

  /** An earlier task may bring what is missing. */
  static Optional<ClusterPlan<HostState>> blocked(String summary, String detail) {
    return Optional.of(new ClusterPlan.Blocked<>(Diagnostic.error(summary, detail), true));
  }

  /** A change of members while one of them is down takes from what the cluster can bear. */
  static Optional<ClusterPlan<HostState>> unhealthyMember(ClusterView picture, String wanted) {
    List<Member> sick =
        picture.members().stream().filter(member -> !picture.alive(member)).toList();
    return refused(
        "A member is not healthy",
        """
        To do: %s. But of %d members these do not answer: %s. A change now could cost the quorum of %d. \
        Bring them back, or give them up: "state: absent" for a host of the inventory, "prune: true" for a member \
        that is in no inventory any more."""
            .formatted(
                wanted,
                picture.members().size(),
                names(sick),
                ClusterView.quorum(picture.voters().size())));
  }

  static String names(Collection<Member> members) {
    return members.stream().map(Member::displayName).sorted().collect(Collectors.joining(", "));
  }
}
