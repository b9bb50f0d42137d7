package dev.plumb.cli;

import java.io.Console;
import java.util.Optional;

/** Asks the person who started plumb. */
@FunctionalInterface
interface Prompter {

  /**
   * @param hidden whether the answer is not shown while it is typed
   * @return nothing when there is nobody to ask
   */
  Optional<String> prompt(String prompt, boolean hidden);

  static Prompter terminal() {
    return (prompt, hidden) ->
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .map(
                console -> {
                  if (!hidden) {
                    return Optional.ofNullable(console.readLine("%s", prompt)).orElse("");
                  }
                  char[] typed = console.readPassword("%s", prompt);
                  return typed == null ? "" : new String(typed);
                });
  }
}
