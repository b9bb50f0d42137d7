package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.value.HostName;
import java.util.Optional;

/**
 * Rows 6, 7, 9 and the begin of 10: what is there already gets to work; no new change of members.
 */
final class MemberRepair {

  private MemberRepair() {}

  /** Row 5, and a host whose data is not that of the member it has. */
  static Optional<ClusterPlan<HostState>> foreignData(ClusterView picture) {
    for (HostName host : picture.wanted()) {
      if (!picture.state(host).hasData() || picture.hasOwnData(host)) {
        continue;
      }
      EtcdSpec spec = picture.spec(host);
      if (spec.allowDataReset()) {
        return new RoundBuilder(picture).stop(host).moveDataAside(host).plan();
      }
      return Refusals.refused(
          "Data of no member",
          """
          %s on %s holds data of this cluster%s, but the cluster has no such member: it was removed, or the data is of \
          an earlier life of the host. etcd lets nobody in with it. If nothing there is needed, let the host join \
          anew, which moves the data aside:
              allow_data_reset: true"""
              .formatted(
                  spec.dataDir(),
                  host,
                  picture
                      .idsOnDisk(host)
                      .map(ids -> " (member " + Etcdctl.hex(ids.member()) + ")")
                      .orElse("")));
    }
    return Optional.empty();
  }

  /**
   * Row 10, where etcd was started again before plumb came: the data is worth nothing to the
   * member, and once it is aside the member is replaced as one without data.
   */
  static Optional<ClusterPlan<HostState>> lostLog(ClusterView picture) {
    return picture.wanted().stream()
        .filter(host -> picture.state(host).data() instanceof HostState.Data.LostLog)
        .filter(host -> picture.memberOf(host).filter(picture::alive).isEmpty())
        .findFirst()
        .flatMap(host -> new RoundBuilder(picture).stop(host).moveDataAside(host).plan());
  }

  /** A member that has its data and does not do its work. */
  static Optional<ClusterPlan<HostState>> heal(ClusterView picture) {
    for (HostName host : picture.wanted()) {
      Optional<Member> found = picture.memberOf(host);
      if (found.isEmpty() || !picture.hasOwnData(host) || picture.alive(found.get())) {
        continue;
      }
      Member member = found.get();
      HostState state = picture.state(host);
      boolean moved = picture.peerUrlsDiffer(host, member);
      if (state.isRunning() && !picture.needsRestart(host) && !moved) {
        EtcdSpec spec = picture.spec(host);
        return Optional.of(
            new ClusterPlan.Waiting<>(
                host,
                member.learner() ? Etcdctl.responding(spec) : Etcdctl.healthy(spec),
                Diagnostic.error(
                    "Member does not get healthy",
                    """
                    %s runs as asked for, but did not answer within %d s. To see why, run on the host:
                        journalctl -u %s -n 50
                    If its data is damaged and the other members are well, move %s away and apply again: it then joins \
                    anew."""
                        .formatted(
                            spec.name(),
                            spec.patience().toSeconds(),
                            spec.service(),
                            spec.dataDir()))));
      }
      RoundBuilder round = new RoundBuilder(picture);
      if (moved) {
        round.update(picture.commandHost(), member, host);
      }
      Ids ids = new Ids(picture.quorumStatus().ids().cluster(), member.id());
      return round
          .write(host, picture.config(host))
          .startExisting(host, ids)
          .await(host, member.learner())
          .plan();
    }
    return Optional.empty();
  }

  /** An add that was cut short: the cluster knows the member, which only has to be started. */
  static Optional<ClusterPlan<HostState>> startAdded(ClusterView picture) {
    for (HostName host : picture.wanted()) {
      Optional<Member> member = picture.memberOf(host).filter(m -> !m.started());
      if (member.isPresent() && !picture.state(host).hasData()) {
        return new RoundBuilder(picture)
            .write(host, picture.config(host))
            .startNew(host, new Ids(picture.quorumStatus().ids().cluster(), member.get().id()))
            .await(host, member.get().learner())
            .plan();
      }
    }
    return Optional.empty();
  }

  static Optional<ClusterPlan<HostState>> promote(ClusterView picture) {
    return picture.members().stream()
        .filter(m -> m.learner() && m.started() && picture.alive(m) && picture.isWanted(m))
        .findFirst()
        .flatMap(member -> new RoundBuilder(picture).promote(picture.commandHost(), member).plan());
  }
}
