package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code --step}: asks before each task. Used by one thread. */
final class TaskConfirmation implements Predicate<String> {

  private final Prompter prompter;
  private boolean confirmedAll;

  TaskConfirmation(Prompter asker) {
    this.prompter = asker;
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
   * @throws BadInputException when there is nobody to ask
   */
  static void requireTerminal() {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      throw new BadInputException(
          Diagnostic.error(
              "No terminal to ask on",
              "The option --step asks before each task, and there is no terminal to answer on."));
    }
  }
}
