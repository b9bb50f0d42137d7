package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.List;

/**
 * Run a task again until it is as wanted.
 *
 * @param until expressions that must all hold; the task not failing when empty
 * @param retries how many more times, 3 when absent in the playbook
 * @param delay seconds between, 5 when absent
 */
public record Retry(List<Value> until, Value retries, Value delay) {
  public Retry {
    until = List.copyOf(until);
  }
}
