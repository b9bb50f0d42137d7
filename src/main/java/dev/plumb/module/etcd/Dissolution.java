package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Optional;

/** Row 0: nobody shall have a member any more, so the cluster ends. */
final class Dissolution {

  private Dissolution() {}

  static boolean isRequested(ClusterView picture) {
    return picture.wantedNames().isEmpty()
        && picture.specs().values().stream().allMatch(EtcdSpec::allowNone);
  }

  /** All at once: one at a time the last ones would wait for a quorum that cannot be any more. */
  static Optional<ClusterPlan<HostState>> dissolve(ClusterView picture) {
    if (!isRequested(picture)) {
      return Optional.empty();
    }
    List<Member> others =
        picture.members().stream().filter(m -> picture.hostOf(m).isEmpty()).toList();
    if (!others.isEmpty() || !picture.unprobed().isEmpty()) {
      return Refusals.refused(
          "Not all members are known",
          """
          Every host has "state: absent", and the cluster is to end. But not looked at were: %s. With the others gone \
          these could do nothing any more. Let their hosts be reached and be among those of the task, or take them out \
          of the cluster first, with "prune: true"."""
              .formatted(
                  others.isEmpty()
                      ? String.join(", ", picture.unprobed())
                      : Refusals.names(others)));
    }
    RoundBuilder round = new RoundBuilder(picture);
    List<HostName> hosts = picture.unwanted();
    hosts.forEach(host -> round.stop(host).disable(host));
    hosts.forEach(round::moveDataAside);
    return Optional.of(round.plan().orElseGet(ClusterPlan.InSync::new));
  }
}
