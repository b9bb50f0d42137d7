package dev.plumb.module;

import dev.plumb.state.Probe;
import java.util.List;

/**
 * What every module is, whether it keeps something on one host or something that hosts have
 * together: a key in a task, arguments, and a look.
 *
 * <p>Stateless; any thread may call it. {@code S} is a record whose components each carry {@link
 * Arg}; {@code T} is a sealed type with a case for each situation that can be found.
 */
public sealed interface PlumbModule<S extends Record, T> permits TaskModule, ClusterModule {

  /** The key in a task: {@code file}. */
  String name();

  /** Other keys that mean the same: {@code systemd} for {@code service}. */
  default List<String> aliases() {
    return List.of();
  }

  /** One sentence for {@code plumb doc}: "Keeps ...". */
  String doc();

  Class<S> spec();

  /** Read-only; the engine sends it, together with others, perhaps long before the task's turn. */
  Probe<T> probe(S spec);
}
