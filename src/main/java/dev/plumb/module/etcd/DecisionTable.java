package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The decision table: given specs and states, the next safe round. The first rule that applies
 * decides. Nothing is remembered between rounds, so a run may be interrupted at any point.
 */
final class DecisionTable {

  private interface DecisionRule extends Function<ClusterView, Optional<ClusterPlan<HostState>>> {}

  /** Rules that always come first: findings that make every change risky. */
  private static final List<DecisionRule> ALWAYS =
      List.of(
          SpecChecks::check,
          ClusterChecks::notInstalled,
          ClusterChecks::foreignProcess,
          MemberRemoval::dissolve,
          ClusterChecks::differentClusters,
          ClusterChecks::activeAlarms);

  /** Rules while no member has a quorum. */
  private static final List<DecisionRule> WITHOUT_QUORUM =
      List.of(
          Bootstrap::bootstrap,
          QuorumRecovery::tooManyMoved,
          QuorumRecovery::startAdded,
          QuorumRecovery::startStopped,
          DisasterRecovery::rebuild,
          QuorumRecovery::awaitLeader,
          QuorumRecovery::quorumLost);

  /**
   * Rules with a quorum: repair before change, remove before add, one membership change at a time.
   */
  private static final List<DecisionRule> WITH_QUORUM =
      List.of(
          DisasterRecovery::clearForceFlag,
          MemberRepair::foreignData,
          MemberRepair::lostLog,
          MemberRepair::heal,
          MemberRepair::startAdded,
          MemberRepair::promote,
          MemberRemoval::removeDead,
          MemberRemoval::removeWiped,
          RollingUpdate::move,
          MemberAddition::addNext,
          MemberRemoval::removeSurplus,
          MemberRemoval::cleanUp,
          RollingUpdate::writeWithoutRestart,
          RollingUpdate::restartNext,
          MemberAddition::unprobedHost);

  private DecisionTable() {}

  static ClusterPlan<HostState> on(ClusterView view) {
    return first(ALWAYS, view)
        .or(() -> first(view.hasQuorum() ? WITH_QUORUM : WITHOUT_QUORUM, view))
        .orElseGet(ClusterPlan.InSync::new);
  }

  private static Optional<ClusterPlan<HostState>> first(
      List<DecisionRule> rules, ClusterView view) {
    return rules.stream().flatMap(rule -> rule.apply(view).stream()).findFirst();
  }
}
