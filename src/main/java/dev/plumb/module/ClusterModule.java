package dev.plumb.module;

import dev.plumb.change.ClusterPlan;
import dev.plumb.state.Probe;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Keeps something that hosts have together: who belongs to an etcd cluster, a network that all
 * dockers share. Planned once for all hosts of the task, in rounds.
 *
 * <p>Stateless; any thread may call it. {@code S} and {@code T} are as in {@link TaskModule}.
 */
public interface ClusterModule<S extends Record, T> {

  /** The key in a task: {@code etcd_member}. */
  String name();

  /** Other keys that mean the same. */
  default List<String> aliases() {
    return List.of();
  }

  /** One sentence for {@code plumb doc}: "Keeps ...". */
  String doc();

  Class<S> spec();

  /** Read-only; asked on every host, together with the probes of other tasks. */
  Probe<T> probe(S spec);

  /**
   * The one next safe round. Pure: no I/O, no clock, no randomness.
   *
   * @param specs what is asked for on each host that has the task, whether it can be reached or not
   * @param states what was found on each host that could be looked at. A host of {@code specs} that
   *     is not here could not be reached, or has failed before: nothing is known of it, and that is
   *     not to be taken for an absence
   */
  ClusterPlan<T> plan(Map<HostName, S> specs, Map<HostName, T> states);

  /** How many rounds may be needed at most, for this many hosts. */
  int rounds(int hosts);

  /** What {@code register} keeps on a host, as in {@link TaskModule#result}. */
  default Map<String, Value> result(HostName host, S spec, T state) {
    return Map.of();
  }
}
