package dev.plumb.module;

import dev.plumb.change.Plan;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Keeps one kind of thing on one host as a playbook asks for it.
 *
 * <p>Planned for each host on its own. What it shares with {@link ClusterModule} stands in {@link
 * PlumbModule}.
 */
public non-sealed interface TaskModule<S extends Record, T> extends PlumbModule<S, T> {

  /**
   * The task itself as a read-only question, for a task that the playbook promises to change
   * nothing ({@code changed_when: false} with {@code check_mode: false}). Only modules that run
   * what a user wrote differ here from {@link #probe}.
   */
  default Probe<T> probePromisedReadOnly(S spec) {
    return probe(spec);
  }

  /** Pure: no I/O, no clock, no randomness. */
  Plan<T> plan(S spec, T state);

  /**
   * What {@code register} keeps, beside {@code changed}, {@code failed} and the like, which the
   * engine adds.
   *
   * @param state what was found last: after the steps, when there were any
   * @param ran the endings of the steps that were begun
   */
  default Map<String, Value> result(S spec, T state, List<Exec> ran) {
    return Map.of();
  }

  /** Variables that the host has from here on: what {@code set_fact} is for. */
  default Map<String, Value> facts(S spec, T state) {
    return Map.of();
  }

  /** What a task does to the run itself. */
  default List<Effect> effects(S spec) {
    return List.of();
  }
}
