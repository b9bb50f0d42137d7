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
import java.util.Optional;

/** Runs the script that manages the lab, as a child process on the same terminal. */
final class LabScript {

  private static final String INVENTORY = "inventory/lab.yml";
  private static final String DEFAULT_NAME = "default";
  private static final String DEFAULT_DIRECTORY = "/var/lib/plumb-lab";

  private LabScript() {}

  /** Returns the name of the lab: that of the option, of PLUMB_LAB, or of the default lab. */
  static String name(Optional<String> option, ProcessEnvironment environment) {
    String variable = environment.variables().getOrDefault("PLUMB_LAB", "");
    return option.orElse(variable.isEmpty() ? DEFAULT_NAME : variable);
  }

  /**
   * Returns the inventory of a lab. The script writes one for every lab except the default lab in
   * the default directory, whose inventory is in the repository.
   */
  static String inventoryFile(String name, ProcessEnvironment environment) {
    String directory = environment.variables().getOrDefault("PLUMB_LAB_DIR", "");
    Path root = Path.of(directory.isEmpty() ? DEFAULT_DIRECTORY : directory);
    if (!name.equals(DEFAULT_NAME)) {
      return root.resolve("labs").resolve(name).resolve("inventory.yml").toString();
    }
    Path written = root.resolve("inventory.yml");
    return !directory.isEmpty() && Files.exists(written) ? written.toString() : INVENTORY;
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
          Diagnostic.error(
              "Lab script failed", "The lab script cannot be run: " + e.getMessage() + "."));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitStatus.INTERRUPTED.number();
    } finally {
      ctrlC.restore();
    }
  }
}
