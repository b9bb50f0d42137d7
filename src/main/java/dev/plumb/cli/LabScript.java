package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The script that makes and unmakes the lab, as a child on the same terminal. */
final class LabScript {

  private static final String INVENTORY = "inventory/lab.yml";

  private LabScript() {}

  /** The inventory that names the lab's hosts; the script writes one for a lab kept elsewhere. */
  static String inventoryFile(ProcessEnvironment around) {
    String folder = around.environment().getOrDefault("PLUMB_LAB_DIR", "");
    Path elsewhere = Path.of(folder, "inventory.yml");
    return !folder.isEmpty() && Files.exists(elsewhere) ? elsewhere.toString() : INVENTORY;
  }

  /** Runs {@code lab/lab WORDS} and waits for its end; the script's own exit status. */
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
