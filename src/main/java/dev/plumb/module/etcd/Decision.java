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
final class Decision {

  private interface Rule extends Function<Picture, Optional<ClusterPlan<HostState>>> {}

  /** Before anything else: what makes every change a risk. */
  private static final List<Rule> ALWAYS =
      List.of(
          Demands::impossible,
          Findings::notInstalled,
          Findings::foreignProcess,
          Dissolving::dissolve,
          Findings::severalClusters,
          Findings::troubled);

  /** As long as nobody answers with a quorum. Each ends in something to say. */
  private static final List<Rule> WITHOUT_QUORUM =
      List.of(
          Founding::found,
          Revival::moved,
          Revival::finishAdded,
          Revival::start,
          Rebuilding::rebuild,
          Revival::waits,
          Revival::lost);

  /** Heal before change, and make room before adding; one change of members at a time. */
  private static final List<Rule> WITH_QUORUM =
      List.of(
          Rebuilding::settle,
          Healing::foreignData,
          Healing::forgetful,
          Healing::heal,
          Healing::finishAdded,
          Healing::promote,
          Removing::dead,
          Removing::wiped,
          Moving::move,
          Adding::add,
          Removing::surplus,
          Removing::clear,
          Settling::rewrite,
          Settling::restart,
          Adding::unseen);

  private Decision() {}

  static ClusterPlan<HostState> on(Picture picture) {
    return first(ALWAYS, picture)
        .or(() -> first(picture.hasQuorum() ? WITH_QUORUM : WITHOUT_QUORUM, picture))
        .orElseGet(ClusterPlan.InSync::new);
  }

  private static Optional<ClusterPlan<HostState>> first(List<Rule> rules, Picture picture) {
    return rules.stream().flatMap(rule -> rule.apply(picture).stream()).findFirst();
  }
}
