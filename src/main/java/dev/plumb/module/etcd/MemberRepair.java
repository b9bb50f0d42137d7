package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.Optional;

/** Repairs existing members; starts no new membership change. */
final class MemberRepair {

  private MemberRepair() {}

  /** Handles data that belongs to no member, or not to the host's member. */
  static Optional<ClusterPlan<HostState>> foreignData(ClusterView view) {
    for (HostName host : view.wanted()) {
      if (!view.state(host).hasData() || view.hasOwnData(host)) {
        continue;
      }
      EtcdSpec spec = view.spec(host);
      if (spec.allowDataReset()) {
        return new RoundBuilder(view).stop(host).moveDataAside(host).plan();
      }
      return Refusals.refused(
          "Data belongs to no member",
          """
          %s on %s holds data of this cluster%s, but the cluster has no such member: it was removed, or the data is \
          from an earlier installation. etcd rejects members with such data. If the data is not needed, let the \
          host rejoin, which moves the data aside:
              allow_data_reset: true\
          """
              .formatted(
                  spec.dataDir(),
                  host,
                  view.idsOnDisk(host)
                      .map(ids -> " (member " + Etcdctl.hex(ids.member()) + ")")
                      .orElse("")));
    }
    return Optional.empty();
  }

  /**
   * Moves aside the data of a member that lost its log and was restarted with an empty one. The
   * member is then replaced like one without data.
   */
  static Optional<ClusterPlan<HostState>> lostLog(ClusterView view) {
    return view.wanted().stream()
        .filter(host -> view.state(host).data() instanceof HostState.Data.LostLog)
        .filter(host -> view.memberOf(host).filter(view::alive).isEmpty())
        .findFirst()
        .flatMap(host -> new RoundBuilder(view).stop(host).moveDataAside(host).plan());
  }

  /** Restarts a member that has its data but does not work. */
  static Optional<ClusterPlan<HostState>> heal(ClusterView view) {
    for (HostName host : view.wanted()) {
      Optional<Member> found = view.memberOf(host);
      if (found.isEmpty() || !view.hasOwnData(host) || view.alive(found.get())) {
        continue;
      }
      Member member = found.get();
      HostState state = view.state(host);
      boolean moved = view.peerUrlsDiffer(host, member);
      if (state.isRunning() && !view.needsRestart(host) && !moved) {
        EtcdSpec spec = view.spec(host);
        return Optional.of(
            new ClusterPlan.Waiting<>(
                host,
                member.learner() ? Etcdctl.responding(spec) : Etcdctl.healthy(spec),
                Diagnostic.error(
                    "Member does not become healthy",
                    """
                    %s runs as specified, but did not answer within %d s. To find the reason, run on the host:
                        journalctl -u %s -n 50
                    If its data is damaged and the other members are healthy, move %s away and apply again: the \
                    member then rejoins.\
                    """
                        .formatted(
                            spec.name(),
                            spec.patience().toSeconds(),
                            spec.service(),
                            spec.dataDir()))));
      }
      RoundBuilder round = new RoundBuilder(view);
      if (moved) {
        round.update(view.commandHost(), member, host);
      }
      Ids ids = new Ids(view.quorumStatus().ids().cluster(), member.id());
      return round
          .write(host, view.config(host))
          .startExisting(host, ids)
          .await(host, member.learner())
          .plan();
    }
    return Optional.empty();
  }

  /** Completes an interrupted addition: the cluster lists the member, which only needs a start. */
  static Optional<ClusterPlan<HostState>> startAdded(ClusterView view) {
    for (HostName host : view.wanted()) {
      Optional<Member> member = view.memberOf(host).filter(m -> !m.started());
      if (member.isPresent() && !view.state(host).hasData()) {
        return new RoundBuilder(view)
            .write(host, view.config(host))
            .startNew(host, new Ids(view.quorumStatus().ids().cluster(), member.get().id()))
            .await(host, member.get().learner())
            .plan();
      }
    }
    return Optional.empty();
  }

  static Optional<ClusterPlan<HostState>> promote(ClusterView view) {
    return view.members().stream()
        .filter(m -> m.learner() && m.started() && view.alive(m) && view.isWanted(m))
        .findFirst()
        .flatMap(member -> new RoundBuilder(view).promote(view.commandHost(), member).plan());
  }
}
