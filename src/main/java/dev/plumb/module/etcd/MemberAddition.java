package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.Optional;

/** Row 4: a member comes, by way of a learner where etcd has them. */
final class MemberAddition {

  private MemberAddition() {}

  static Optional<ClusterPlan<HostState>> addNext(ClusterView picture) {
    Optional<HostName> next =
        picture.wanted().stream().filter(host -> picture.memberOf(host).isEmpty()).findFirst();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    HostName host = next.get();
    EtcdSpec spec = picture.spec(host);
    Optional<Member> pending =
        picture.members().stream().filter(m -> m.learner() || !m.started()).findFirst();
    if (pending.isPresent()) {
      return Refusals.refused(
          "Another member is on its way",
          """
          %s is to be added, but %s is not a full member yet, and etcd takes one at a time. If nobody needs that one, \
          let it be taken out:
              prune: true"""
              .formatted(spec.name(), pending.get().displayName()));
    }
    if (!picture.members().stream().allMatch(picture::alive)) {
      return Refusals.unhealthyMember(picture, "add " + spec.name());
    }
    boolean learner =
        picture.states().values().stream()
            .flatMap(state -> state.version().stream())
            .allMatch(version -> version.atLeast(3, 4));
    return new RoundBuilder(picture).add(picture.commandHost(), host, learner).plan();
  }

  /** A member that there is not yet, on a host of which nothing is known. */
  static Optional<ClusterPlan<HostState>> unprobedHost(ClusterView picture) {
    return picture.specs().keySet().stream()
        .filter(host -> !picture.states().containsKey(host) && picture.spec(host).present())
        .filter(host -> picture.members().stream().noneMatch(m -> isMember(picture.spec(host), m)))
        .findFirst()
        .flatMap(
            host ->
                Refusals.failed(
                    "Host of a new member not looked at",
                    "%s is to be added to the cluster, but its host %s was not looked at."
                        .formatted(picture.spec(host).name(), host)));
  }

  private static boolean isMember(EtcdSpec spec, Member member) {
    return member.name().equals(spec.name());
  }
}
