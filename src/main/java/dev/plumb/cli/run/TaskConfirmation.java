package dev.plumb.cli.run;

import dev.plumb.cli.process.Prompter;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import java.util.Locale;
import java.util.function.Predicate;

/** {@code --step}: the user confirms each task. Not thread-safe. */
public final class TaskConfirmation implements Predicate<String> {

  private final Prompter prompter;
  private boolean confirmedAll;

  TaskConfirmation(Prompter prompter) {
    this.prompter = prompter;
  }

  @Override
  public boolean test(String task) {
    if (confirmedAll) {
      return true;
    }
    String answer =
        prompter
            .prompt("Perform task: " + task + " (N)o/(y)es/(c)ontinue: ", false)
            .orElse("")
            .strip()
            .toLowerCase(Locale.ROOT);
    confirmedAll = answer.equals("c") || answer.equals("continue");
    return confirmedAll || answer.equals("y") || answer.equals("yes");
  }

  /**
   * Checks that there is a terminal to ask on.
   *
   * @throws BadInputException if there is none
   */
  public static void requireTerminal(Prompter prompter) {
    if (!prompter.isInteractive()) {
      throw new BadInputException(
          Diagnostic.error(
              "No terminal to ask on",
              "The option --step asks before each task, but there is no terminal to answer on."));
    }
  }
}
