package dev.plumb.engine;

import java.util.function.Predicate;

/**
 * What a person decides while a run goes on.
 *
 * @param wants whether the task of this name is to be done
 */
public record Guidance(Predicate<String> wants) {

  /** Everything is done without asking. */
  public static final Guidance NONE = new Guidance(_ -> true);
}
