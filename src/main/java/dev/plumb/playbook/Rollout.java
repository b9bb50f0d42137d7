package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * How a play goes over its hosts.
 *
 * @param serial how many hosts at a time: numbers or percentages, the last for all that remain; all
 *     hosts at once when empty
 * @param maxFailPercentage when more of the hosts at hand have failed, the play stops
 * @param free whether each host goes through the tasks at its own pace
 * @param order of the hosts
 * @param forceHandlers whether handlers run also on hosts where a task failed
 */
public record Rollout(
    List<Value> serial,
    Optional<Value> maxFailPercentage,
    boolean free,
    Order order,
    boolean forceHandlers) {

  /** All hosts at once, each task on all before the next. */
  public static final Rollout DEFAULT =
      new Rollout(List.of(), Optional.empty(), false, Order.INVENTORY, false);

  public Rollout {
    serial = List.copyOf(serial);
  }

  /** In which order hosts come. */
  public enum Order {
    INVENTORY,
    REVERSE_INVENTORY,
    SORTED,
    REVERSE_SORTED,
    SHUFFLE
  }
}
