package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * The order and batches in which a play processes its hosts.
 *
 * @param serial the batch sizes: numbers or percentages, the last one for all remaining hosts;
 *     empty: all hosts at once
 * @param maxFailPercentage the percentage of failed hosts of a batch above which the play stops
 * @param free whether each host runs its tasks independently of the others
 * @param order the order of hosts
 * @param forceHandlers whether to run handlers also on hosts where a task failed
 */
public record Rollout(
    List<Value> serial,
    Optional<Value> maxFailPercentage,
    boolean free,
    Order order,
    boolean forceHandlers) {

  /** All hosts at once, each task on all hosts before the next. */
  public static final Rollout DEFAULT =
      new Rollout(List.of(), Optional.empty(), false, Order.INVENTORY, false);

  public Rollout {
    serial = List.copyOf(serial);
  }

  /** The order of hosts. */
  public enum Order {
    INVENTORY,
    REVERSE_INVENTORY,
    SORTED,
    REVERSE_SORTED,
    SHUFFLE
  }
}
