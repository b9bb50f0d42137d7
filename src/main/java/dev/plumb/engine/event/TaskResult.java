package dev.plumb.engine.event;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of one task, or one item of its loop, on one host. Secrets are already masked.
 *
 * @param item the label of the loop's item
 * @param differences what changed or, in a check, would change
 * @param message the module's message, or why the task was skipped or is unknown
 * @param problem why it failed, was refused, or could not be reached
 * @param printsMessage whether the task exists to print its message
 * @param ignored whether the failure does not count, by {@code ignore_errors}
 */
public record TaskResult(
    String play,
    String task,
    String module,
    HostName host,
    Optional<String> item,
    Status status,
    Place place,
    Duration duration,
    List<PropertyChange> differences,
    Optional<String> message,
    Optional<Diagnostic> problem,
    boolean ignored,
    boolean printsMessage) {

  public TaskResult {
    differences = List.copyOf(differences);
  }

  /**
   * One property before and after.
   *
   * @param diff the lines of a unified diff, when a file's text changes and diffs were asked for
   */
  public record PropertyChange(String property, String before, String after, List<String> diff) {
    public PropertyChange {
      diff = List.copyOf(diff);
    }
  }
}
