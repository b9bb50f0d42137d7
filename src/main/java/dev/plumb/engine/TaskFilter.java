package dev.plumb.engine;

import java.util.function.Predicate;

/**
 * What a person decides while a run goes on.
 *
 * @param accepts whether the task of this name is to be done
 */
public record TaskFilter(Predicate<String> accepts) {

  /** Everything is done without asking. */
  public static final TaskFilter NONE = new TaskFilter(_ -> true);
}
