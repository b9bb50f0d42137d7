package dev.plumb.engine;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * What a task comes to on a host, as far as it can be told before asking the host.
 *
 * @param looped whether the task has a loop
 * @param lasting whether nothing that this run may still change had a part in it
 * @param needsFacts whether the host's facts must be asked for first
 */
record Prepared(boolean looped, List<Item> items, boolean lasting, boolean needsFacts) {

  Prepared {
    items = List.copyOf(items);
  }

  /** What the task comes to for one item of its loop, or for itself when it has none. */
  sealed interface Item {

    /** The loop's item. */
    Optional<Value> item();

    /** There is something to look at. */
    record Ready(Unit<?, ?> unit) implements Item {
      @Override
      public Optional<Value> item() {
        return unit.item();
      }
    }

    /** {@code when} does not hold. */
    record Skipped(Optional<Value> item, String why) implements Item {}

    /** It depends on something that is not known yet. */
    record NotYet(Optional<Value> item, String why) implements Item {}

    /** Something in the playbook is wrong. */
    record Wrong(Optional<Value> item, List<Diagnostic> problems) implements Item {}
  }
}
