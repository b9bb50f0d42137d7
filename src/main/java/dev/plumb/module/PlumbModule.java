package dev.plumb.module;

import dev.plumb.state.Probe;
import dev.plumb.value.Value;
import java.util.Set;

/**
 * Manages one kind of thing: described by {@link #info}, inspected by {@link #probe}, changed by
 * the plans of {@link TaskModule} (for each host on its own) or {@link ClusterModule} (for all
 * hosts at once).
 *
 * <p>Stateless; any thread may call it.
 *
 * @param <S> the arguments of a task
 * @param <T> what the probe finds; a sealed type when there are several situations
 */
public sealed interface PlumbModule<S extends Record, T> permits TaskModule, ClusterModule {

  ModuleInfo<S> info();

  /** Asks read-only questions; sent with those of other tasks, perhaps long before this task. */
  Probe<T> probe(S spec);

  /** Reads the arguments of a task; made once for each module and run. */
  default ArgReader<S> argReader() {
    return new ArgReader<>(info().name(), info().spec());
  }

  /**
   * Returns what plumb must know of a task before it runs: those of the module, unless they depend
   * on the arguments.
   *
   * @param args as written in the playbook
   */
  default Set<ModuleTrait> traits(Value args) {
    return info().traits();
  }

  default String name() {
    return info().name();
  }
}
