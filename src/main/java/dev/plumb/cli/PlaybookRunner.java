package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.Engine;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.TaskFilter;
import dev.plumb.engine.event.Event;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.yaml.Decryption;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** One run of playbooks, from the words of the command line to the exit status. */
final class PlaybookRunner {

  static final String DEFAULT_INVENTORY = "inventory/hosts.yml";

  private PlaybookRunner() {}

  static int of(
      List<Playbook> playbooks,
      LiveInventory inventory,
      RunOptions options,
      VaultAccess vault,
      ParseResult given,
      ProcessEnvironment around) {
    try (RunReports reports = RunReports.of(given, options.mode(), playbooks, around)) {
      Engine engine = Wiring.engine(reports, vault.redaction());
      try (InterruptHandler _ = InterruptHandler.listen(engine::interrupt, reports::note)) {
        Event.RunEnded ended = engine.run(playbooks, inventory, options, guidance(given));
        RetryFile.write(ended, around).ifPresent(reports::note);
        return ExitStatus.of(ended, options.mode()).number();
      }
    }
  }

  private static TaskFilter guidance(ParseResult given) {
    return Flags.hasIfDeclared(given, "--step")
        ? new TaskFilter(new TaskConfirmation(Prompter.terminal()))
        : TaskFilter.NONE;
  }

  /** The inventory that was named, or the usual one. */
  static LiveInventory inventory(
      ParseResult given,
      String usual,
      List<Path> playbooks,
      ProcessEnvironment around,
      Decryption decryption) {
    return Wiring.inventory(
        sources(given, usual, around),
        playbooks.stream().map(PlaybookRunner::folder).toList(),
        decryption);
  }

  static List<String> sources(ParseResult given, String usual, ProcessEnvironment around) {
    List<String> named = Flags.all(given, "--inventory");
    return named.isEmpty() ? List.of(findDefault(usual, around)) : named;
  }

  static LiveInventory inventory(
      ParseResult given, ProcessEnvironment around, Decryption decryption) {
    return inventory(given, DEFAULT_INVENTORY, List.of(), around, decryption);
  }

  private static String findDefault(String file, ProcessEnvironment around) {
    return around
        .findFile(file)
        .orElseThrow(
            () ->
                new BadInputException(
                    Diagnostic.error(
                        "Inventory not found",
                        "There is no " + file + " here. Write one, or name another:\n    -i FILE")))
        .toString();
  }

  private static Path folder(Path playbook) {
    Path parent = playbook.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
