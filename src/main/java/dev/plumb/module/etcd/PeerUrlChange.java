package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.Optional;

/**
 * Row 8: a member gets other peer URLs. The cluster learns them first, in the same round as the
 * restart, as between the two the others find it nowhere.
 */
final class PeerUrlChange {

  private PeerUrlChange() {}

  static Optional<ClusterPlan<HostState>> move(ClusterView picture) {
    Optional<HostName> next =
        RollingUpdate.restartOrder(picture).stream()
            .filter(
                host ->
                    picture
                        .memberOf(host)
                        .filter(member -> picture.peerUrlsDiffer(host, member))
                        .isPresent())
            .findFirst();
    if (next.isEmpty() || moreComeFirst(picture)) {
      return Optional.empty();
    }
    HostName host = next.get();
    Member member = picture.memberOf(host).orElseThrow();
    if (!picture.members().stream().allMatch(picture::alive)) {
      return Refusals.unhealthyMember(picture, "change the peer URLs of " + member.displayName());
    }
    RoundBuilder round = new RoundBuilder(picture);
    RollingUpdate.transferLeadership(picture, round, host);
    return round
        .update(picture.commandHost(), member, host)
        .write(host, picture.config(host))
        .startExisting(host, new Ids(picture.quorumStatus().ids().cluster(), member.id()))
        .await(host, false)
        .plan();
  }

  /** Two members bear no loss, not even for the moment of a restart. */
  private static boolean moreComeFirst(ClusterView picture) {
    return picture.voters().size() <= 2
        && picture.wanted().stream().anyMatch(host -> picture.memberOf(host).isEmpty());
  }
}
