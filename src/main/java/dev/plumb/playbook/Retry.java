package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.List;

/**
 * How a task is retried.
 *
 * @param until expressions that must all be true; empty: until the task does not fail
 * @param retries the maximum number of retries; default: 3
 * @param delay the seconds between retries; default: 5
 */
public record Retry(List<Value> until, Value retries, Value delay) {
  public Retry {
    until = List.copyOf(until);
  }
}
