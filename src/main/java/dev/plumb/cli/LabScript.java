package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The script that makes and removes labs, as a child on the same terminal. */
final class LabScript {

  private static final String INVENTORY = "inventory/lab.yml";
  private static final String DEFAULT_NAME = "default";
  private static final String DEFAULT_DIRECTORY = "/var/lib/plumb-lab";

  private LabScript() {}

  /** The name of the lab to use: the option's, else PLUMB_LAB, else the default lab's. */
  static String name(Optional<String> option, ProcessEnvironment around) {
    String otherwise = around.environment().getOrDefault("PLUMB_LAB", "");
    return option.orElse(otherwise.isEmpty() ? DEFAULT_NAME : otherwise);
  }

  /**
   * The inventory that names a lab's hosts. The script writes one for every lab but the default one
   * in the default directory, which is in the repository.
   */
  static String inventoryFile(String name, ProcessEnvironment around) {
    String directory = around.environment().getOrDefault("PLUMB_LAB_DIR", "");
    Path root = Path.of(directory.isEmpty() ? DEFAULT_DIRECTORY : directory);
    if (!name.equals(DEFAULT_NAME)) {
      return root.resolve("labs").resolve(name).resolve("inventory.yml").toString();
    }
    Path written = root.resolve("inventory.yml");
    return !directory.isEmpty() && Files.exists(written) ? written.toString() : INVENTORY;
  }

  /** Runs {@code lab/lab WORDS}, waits for its end and returns its exit status. */
  static int run(List<String> words, ProcessEnvironment around) {
    Path script =
        around
            .findFile("lab/lab")
            .orElseThrow(
                () ->
                    new BadInputException(
                        Diagnostic.error(
                            "No lab here",
                            "The script lab/lab stands neither in the working folder nor beside"
                                + " plumb. It comes with plumb's sources and its tar file.")));
    List<String> command = new ArrayList<>();
    command.add(around.workingDirectory().resolve(script).toString());
    command.addAll(words);
    around.out().flush();
    // Ctrl-C goes to the script too; plumb waits for what the script makes of it.
    Signals ctrlC = Signals.on(List.of("INT"), () -> {});
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new BadInputException(
          Diagnostic.error("Lab not runnable", "The lab cannot be run: " + e.getMessage() + "."));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitStatus.INTERRUPTED.number();
    } finally {
      ctrlC.restore();
    }
  }
}
