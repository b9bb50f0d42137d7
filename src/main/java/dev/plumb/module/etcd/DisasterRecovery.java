package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.value.HostName;
import java.util.Optional;

/** Row 14: one member goes on alone, because a person said so; the others join it anew. */
final class DisasterRecovery {

  private DisasterRecovery() {}

  static Optional<ClusterPlan<HostState>> rebuild(ClusterView picture) {
    Optional<String> from =
        picture.specs().values().stream()
            .filter(EtcdSpec::acceptDataLoss)
            .flatMap(spec -> spec.recoverFrom().stream())
            .findFirst();
    if (from.isEmpty() || QuorumRecovery.awaitLeader(picture).isPresent()) {
      return Optional.empty();
    }
    Optional<HostName> chosen =
        picture.wanted().stream()
            .filter(host -> picture.spec(host).name().equals(from.get()))
            .filter(host -> picture.state(host).hasData())
            .findFirst();
    if (chosen.isEmpty()) {
      return Refusals.refused(
          "Nothing to rebuild from",
          "\"recover_from\" names %s, but no host that was looked at has the data of that member. %s"
              .formatted(from.get(), Runbook.text(picture)));
    }
    return refuseIfAnotherIsAhead(picture, chosen.get())
        .or(() -> startAlone(picture, chosen.get()));
  }

  /** Somebody who is still there knows more. */
  private static Optional<ClusterPlan<HostState>> refuseIfAnotherIsAhead(
      ClusterView picture, HostName chosen) {
    long index = picture.state(chosen).status().map(MemberStatus::raftIndex).orElse(-1L);
    return picture.states().keySet().stream()
        .filter(host -> !host.equals(chosen))
        .filter(host -> picture.state(host).status().filter(a -> a.raftIndex() > index).isPresent())
        .findFirst()
        .flatMap(
            host ->
                Refusals.refused(
                    "Another member knows more",
                    "\"recover_from\" names %s, but %s has a higher raft index. Rebuild from that one. %s"
                        .formatted(
                            picture.spec(chosen).name(),
                            picture.spec(host).name(),
                            Runbook.text(picture))));
  }

  private static Optional<ClusterPlan<HostState>> startAlone(ClusterView picture, HostName chosen) {
    RoundBuilder round = new RoundBuilder(picture);
    // First: a member of the old cluster that is still alive would be one too many.
    for (HostName host : picture.states().keySet()) {
      if (!host.equals(chosen)) {
        round.stop(host).moveDataAside(host);
      }
    }
    EtcdSpec spec = picture.spec(chosen);
    Ids ids = picture.idsOnDisk(chosen).orElse(new Ids(1, 1));
    return round
        .stop(chosen)
        .copyData(chosen)
        .write(
            chosen,
            MemberConfig.forceNewCluster(spec, picture.state(chosen).version().orElseThrow()))
        .startAlone(chosen, ids)
        .plan();
  }

  /** With the flag still set, the next start would throw out whoever joined in the meantime. */
  static Optional<ClusterPlan<HostState>> clearForceFlag(ClusterView picture) {
    for (HostName host : picture.wanted()) {
      HostState state = picture.state(host);
      boolean written = state.settings().filter(s -> s.contains(MemberConfig.FORCE)).isPresent();
      if ((written || state.environment().containsKey(MemberConfig.FORCE))
          && state.status().isPresent()) {
        RoundBuilder round = new RoundBuilder(picture);
        picture
            .memberOf(host)
            .filter(member -> picture.peerUrlsDiffer(host, member))
            .ifPresent(member -> round.update(host, member, host));
        return round.write(host, picture.config(host)).restart(host).plan();
      }
    }
    return Optional.empty();
  }
}
