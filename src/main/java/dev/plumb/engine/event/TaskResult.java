package dev.plumb.engine.event;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of one task, or one item of its loop, on one host. Secrets are already masked.
 *
 * @param item the loop's item for people
 * @param differences what changed or, in a check, would change
 * @param message what the module has to say to a person, or why the task was skipped or is unknown
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
