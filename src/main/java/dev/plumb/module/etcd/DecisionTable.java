package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The decision table: given what is asked for and what was found, the one next safe round. Each
 * rule looks whether its situation is there; the first that has something to say decides. Nothing
 * is remembered between rounds, so a run may be cut off anywhere.
 */
final class DecisionTable {

  private interface Rule extends Function<ClusterView, Optional<ClusterPlan<HostState>>> {}

  /** Before anything else: what makes every change a risk. */
  private static final List<Rule> ALWAYS =
      List.of(
          SpecChecks::check,
          ClusterChecks::notInstalled,
          ClusterChecks::foreignProcess,
          Dissolution::dissolve,
          ClusterChecks::differentClusters,
          ClusterChecks::activeAlarms);

  /** As long as nobody answers with a quorum. Each ends in something to say. */
  private static final List<Rule> WITHOUT_QUORUM =
      List.of(
          Bootstrap::bootstrap,
          QuorumRecovery::tooManyMoved,
          QuorumRecovery::startAdded,
          QuorumRecovery::startStopped,
          DisasterRecovery::rebuild,
          QuorumRecovery::awaitLeader,
          QuorumRecovery::quorumLost);

  /** Heal before change, and make room before adding; one change of members at a time. */
  private static final List<Rule> WITH_QUORUM =
      List.of(
          DisasterRecovery::clearForceFlag,
          MemberRepair::foreignData,
          MemberRepair::lostLog,
          MemberRepair::heal,
          MemberRepair::startAdded,
          MemberRepair::promote,
          MemberRemoval::removeDead,
          MemberRemoval::removeWiped,
          PeerUrlChange::move,
          MemberAddition::addNext,
          MemberRemoval::removeSurplus,
          MemberRemoval::cleanUp,
          RollingUpdate::writeWithoutRestart,
          RollingUpdate::restartNext,
          MemberAddition::unprobedHost);

  private DecisionTable() {}

  static ClusterPlan<HostState> on(ClusterView picture) {
    return first(ALWAYS, picture)
        .or(() -> first(picture.hasQuorum() ? WITH_QUORUM : WITHOUT_QUORUM, picture))
        .orElseGet(ClusterPlan.InSync::new);
  }

  private static Optional<ClusterPlan<HostState>> first(List<Rule> rules, ClusterView picture) {
    return rules.stream().flatMap(rule -> rule.apply(picture).stream()).findFirst();
  }
}
