package dev.plumb.cli.command;

import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.process.Signals;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the script that manages the lab, as a child process on the same terminal. */
final class LabScript {

  private static final String INVENTORY = "inventory/lab.yml";

  private LabScript() {}

  /** Returns the inventory of the lab, which the script writes for a lab in another directory. */
  static String inventoryFile(ProcessEnvironment environment) {
    String directory = environment.variables().getOrDefault("PLUMB_LAB_DIR", "");
    Path elsewhere = Path.of(directory, "inventory.yml");
    return !directory.isEmpty() && Files.exists(elsewhere) ? elsewhere.toString() : INVENTORY;
  }

  /** Runs {@code lab/lab WORDS} to its end and returns its exit status. */
  static int run(List<String> words, ProcessEnvironment environment) {
    Path script =
        environment
            .findFile("lab/lab")
            .orElseThrow(
                () ->
                    new BadInputException(
                        Diagnostic.error(
                            "Lab script not found",
                            "The script lab/lab exists neither in the working directory nor beside"
                                + " plumb. The sources and the tar file of plumb contain it.")));
    List<String> command = new ArrayList<>();
    command.add(environment.workingDirectory().resolve(script).toString());
    command.addAll(words);
    environment.out().flush();
    // The script receives Ctrl-C as well; plumb waits until the script has handled it.
    Signals ctrlC = Signals.on(List.of("INT"), () -> {});
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new BadInputException(
          Diagnostic.error("Lab script failed", "The lab script cannot be run: " + e.getMessage() + "."));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitStatus.INTERRUPTED.number();
    } finally {
      ctrlC.restore();
    }
  }
}
