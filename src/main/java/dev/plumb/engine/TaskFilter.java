package dev.plumb.engine;

import java.util.function.Predicate;

/**
 * Lets a person decide during a run which tasks to run.
 *
 * @param accepts whether to run the task of this name
 */
public record TaskFilter(Predicate<String> accepts) {

  /** Runs all tasks. */
  public static final TaskFilter NONE = new TaskFilter(_ -> true);
}
