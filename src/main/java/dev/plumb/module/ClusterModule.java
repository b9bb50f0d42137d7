package dev.plumb.module;

import dev.plumb.change.ClusterPlan;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.Map;

/**
 * Keeps something that hosts have together: who belongs to an etcd cluster, a network that all
 * dockers share. Planned once for all hosts of the task, in rounds.
 *
 * <p>A probe is asked on every host, together with those of other tasks. See
 * docs/adr/0010-cluster-modules.md for how a run goes.
 */
public non-sealed interface ClusterModule<S extends Record, T> extends PlumbModule<S, T> {

  /**
   * The one next safe round. Pure: no I/O, no clock, no randomness.
   *
   * @param specs what is asked for on each host that has the task, whether it can be reached or not
   * @param states what was found on each host that could be looked at. A host of {@code specs} that
   *     is not here could not be reached, or has failed before: nothing is known of it, and that is
   *     not to be taken for an absence. Never empty
   */
  ClusterPlan<T> plan(Map<HostName, S> specs, Map<HostName, T> states);

  /** How many rounds of changes may be needed at most, for this many hosts. */
  int rounds(int hosts);

  /** What {@code register} keeps on a host, as in {@link TaskModule#result}. */
  default Map<String, Value> result(HostName host, S spec, T state) {
    return Map.of();
  }
}
