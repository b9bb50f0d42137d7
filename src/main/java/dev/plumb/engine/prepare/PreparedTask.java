package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * A task prepared for a host without asking the host.
 *
 * @param looped whether the task has a loop
 * @param cacheable whether it depends on nothing that this run may still change
 * @param needsFacts whether the host's facts must be gathered first
 */
public record PreparedTask(
    boolean looped, List<Item> items, boolean cacheable, boolean needsFacts) {

  public PreparedTask {
    items = List.copyOf(items);
  }

  /** The task for one item of its loop, or for itself without a loop. */
  public sealed interface Item {

    /** The loop's item. */
    Optional<Value> item();

    /** The call is known. */
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

    /** The playbook has problems here. */
    record Invalid(Optional<Value> item, List<Diagnostic> problems) implements Item {}
  }
}
