package dev.plumb.engine;

import dev.plumb.engine.prepare.TagFilter;
import dev.plumb.engine.vars.ConnectionOptions;
import dev.plumb.value.Value;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a run, as given on the command line.
 *
 * @param limit a pattern that narrows every play's hosts
 * @param extraVars override all other variables
 * @param forks the maximum number of hosts to work on at a time
 * @param diff whether changes of files include their lines
 */
public record RunOptions(
    Mode mode,
    Optional<String> limit,
    TagFilter tags,
    Map<String, Value> extraVars,
    int forks,
    boolean diff,
    ConnectionOptions connection) {

  /** Whether a run only plans or also makes the changes. Only the engine knows it. */
  public enum Mode {
    CHECK,
    APPLY
  }

  /** Returns the options of a run with a bare command line. */
  public static RunOptions of(Mode mode) {
    return new RunOptions(
        mode, Optional.empty(), TagFilter.DEFAULT, Map.of(), 10, false, ConnectionOptions.NONE);
  }
}
