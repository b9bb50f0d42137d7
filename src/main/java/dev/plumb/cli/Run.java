package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.Engine;
import dev.plumb.engine.Guidance;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.event.Event;
import dev.plumb.inventory.Roster;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.yaml.Decryption;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** One run of playbooks, from the words of the command line to the exit status. */
final class Run {

  static final String DEFAULT_INVENTORY = "inventory/hosts.yml";

  private Run() {}

  static int of(
      List<Playbook> playbooks,
      Roster inventory,
      RunOptions options,
      VaultAccess vault,
      ParseResult given,
      Surroundings around) {
    try (Reports reports = Reports.of(given, options.mode(), playbooks, around)) {
      Engine engine = Wiring.engine(reports, vault.redaction());
      try (Interrupts _ = Interrupts.listen(engine::interrupt, reports::note)) {
        Event.RunEnded ended = engine.run(playbooks, inventory, options, guidance(given));
        RetryList.keep(ended, around).ifPresent(reports::note);
        return ExitStatus.of(ended, options.mode()).number();
      }
    }
  }

  private static Guidance guidance(ParseResult given) {
    return Flags.asked(given, "--step")
        ? new Guidance(new Stepping(Asker.terminal()))
        : Guidance.NONE;
  }

  /** The inventory that was named, or the usual one. */
  static Roster inventory(
      ParseResult given,
      String usual,
      List<Path> playbooks,
      Surroundings around,
      Decryption decryption) {
    return Wiring.inventory(
        sources(given, usual, around), playbooks.stream().map(Run::folder).toList(), decryption);
  }

  static List<String> sources(ParseResult given, String usual, Surroundings around) {
    List<String> named = Flags.all(given, "--inventory");
    return named.isEmpty() ? List.of(theUsual(usual, around)) : named;
  }

  static Roster inventory(ParseResult given, Surroundings around, Decryption decryption) {
    return inventory(given, DEFAULT_INVENTORY, List.of(), around, decryption);
  }

  private static String theUsual(String file, Surroundings around) {
    return around
        .find(file)
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
