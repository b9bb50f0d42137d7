package dev.plumb.change;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Map;

/**
 * What stands between what hosts have together and what is asked for. As {@link Plan}, with each
 * change on a host of its own, and one round at a time: after a round's changes the hosts are
 * looked at again and planned for again.
 */
public sealed interface ClusterPlan<T> {

  /** Found as asked for. */
  record InSync<T>() implements ClusterPlan<T> {}

  /**
   * The changes of this round, made one after the other in this order, on whatever host each names;
   * the first that fails ends the task. Each names a host that was looked at.
   *
   * @param expected what is to be found on each host that was looked at, once all of them are made.
   *     A check plans its next round on it.
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
   * Nothing for us to change, but time may bring what is missing. Counts as no change.
   *
   * @param host where the waiting is done
   * @param timeoutReason what to say when it did not come about in time
   */
  record Waiting<T>(HostName host, Step.Await condition, Diagnostic timeoutReason)
      implements ClusterPlan<T> {}

  /**
   * No change of ours leads there from here.
   *
   * @param fixableByEarlierTask whether an earlier task could bring what is missing; as in {@link
   *     Plan.Blocked}
   */
  record Blocked<T>(Diagnostic reason, boolean fixableByEarlierTask) implements ClusterPlan<T> {}

  /**
   * The state is known, and acting would risk data or quorum.
   *
   * @param reason what was seen, why plumb stops, and what a person may do
   */
  record Refused<T>(Diagnostic reason) implements ClusterPlan<T> {}
}
