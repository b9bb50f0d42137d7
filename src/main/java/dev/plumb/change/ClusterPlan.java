package dev.plumb.change;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Map;

/**
 * The plan of a cluster module. As {@link Plan}, but each change names its host, and it covers one
 * round: after a round's changes the hosts are probed and planned for again.
 */
public sealed interface ClusterPlan<T> {

  /** The state is as specified. */
  record InSync<T>() implements ClusterPlan<T> {}

  /**
   * The changes of this round, made one after the other on the host that each names; the first
   * failure ends the task. Each names a host that was probed.
   *
   * @param expected the state of each probed host after all changes. A check plans the next round
   *     on it.
   */
  record Needed<T>(List<HostChange> changes, Map<HostName, T> expected) implements ClusterPlan<T> {
    public Needed {
      changes = List.copyOf(changes);
      expected = Map.copyOf(expected);
      if (changes.isEmpty()) {
        throw new IllegalArgumentException("must have a change");
      }
    }
  }

  /**
   * Nothing to change, but the state may still change by itself. Counts as no change.
   *
   * @param host the host to wait on
   * @param timeoutReason the problem to report on a timeout
   */
  record Waiting<T>(HostName host, Step.Await condition, Diagnostic timeoutReason)
      implements ClusterPlan<T> {}

  /**
   * No change of plumb's can reach the specified state.
   *
   * @param fixableByEarlierTask as in {@link Plan.Blocked}
   */
  record Blocked<T>(Diagnostic reason, boolean fixableByEarlierTask) implements ClusterPlan<T> {}

  /**
   * The state is known, but a change would risk data or quorum.
   *
   * @param reason what was found, why plumb stops, and what a person can do
   */
  record Refused<T>(Diagnostic reason) implements ClusterPlan<T> {}
}
