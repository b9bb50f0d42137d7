package dev.plumb.cli.process;

import java.util.Optional;

/** Asks the user for an answer on the terminal. */
@FunctionalInterface
public interface Prompter {

  /**
   * Returns the answer, or nothing if there is no terminal.
   *
   * @param hidden whether the answer is not echoed
   */
  Optional<String> prompt(String text, boolean hidden);

  /** Whether there is a terminal to answer on. */
  default boolean isInteractive() {
    return true;
  }
}
