package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.Optional;

/** Adds members, as learners first where etcd supports them. */
final class MemberAddition {

  private MemberAddition() {}

  static Optional<ClusterPlan<HostState>> addNext(ClusterView view) {
    Optional<HostName> next =
        view.wanted().stream().filter(host -> view.memberOf(host).isEmpty()).findFirst();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    HostName host = next.get();
    EtcdSpec spec = view.spec(host);
    Optional<Member> pending =
        view.members().stream().filter(m -> m.learner() || !m.started()).findFirst();
    if (pending.isPresent()) {
      return Refusals.refused(
          "Another addition is pending",
          """
          %s is to be added, but %s is not a full member yet, and etcd accepts one addition at a time. If that \
          member is not needed, remove it with:
              prune: true\
          """
              .formatted(spec.name(), pending.get().displayName()));
    }
    if (!view.members().stream().allMatch(view::alive)) {
      return Refusals.unhealthyMember(view, "add " + spec.name());
    }
    boolean learner =
        view.states().values().stream()
            .flatMap(state -> state.version().stream())
            .allMatch(version -> version.atLeast(3, 4));
    return new RoundBuilder(view).add(view.commandHost(), host, learner).plan();
  }

  /** Reports a missing member whose host was not probed. */
  static Optional<ClusterPlan<HostState>> unprobedHost(ClusterView view) {
    return view.specs().keySet().stream()
        .filter(host -> !view.states().containsKey(host) && view.spec(host).present())
        .filter(host -> view.members().stream().noneMatch(m -> isMember(view.spec(host), m)))
        .findFirst()
        .flatMap(
            host ->
                Refusals.failed(
                    "Host of new member was not probed",
                    "%s is to be added to the cluster, but its host %s was not probed."
                        .formatted(view.spec(host).name(), host)));
  }

  private static boolean isMember(EtcdSpec spec, Member member) {
    return member.name().equals(spec.name());
  }
}
