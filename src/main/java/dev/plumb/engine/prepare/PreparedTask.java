package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * What a task comes to on a host, as far as it can be told before asking the host.
 *
 * @param looped whether the task has a loop
 * @param cacheable whether nothing that this run may still change had a part in it
 * @param needsFacts whether the host's facts must be asked for first
 */
public record PreparedTask(
    boolean looped, List<Item> items, boolean cacheable, boolean needsFacts) {

  public PreparedTask {
    items = List.copyOf(items);
  }

  /** What the task comes to for one item of its loop, or for itself when it has none. */
  public sealed interface Item {

    /** The loop's item. */
    Optional<Value> item();

    /** There is something to look at. */
    record Ready(ModuleCall<?, ?> call) implements Item {
      @Override
      public Optional<Value> item() {
        return call.item();
      }
    }

    /** {@code when} does not hold. */
    record Skipped(Optional<Value> item, String reason) implements Item {}

    /** It depends on something that is not known yet. */
    record Deferred(Optional<Value> item, String reason) implements Item {}

    /** Something in the playbook is wrong. */
    record Invalid(Optional<Value> item, List<Diagnostic> problems) implements Item {}
  }
}
