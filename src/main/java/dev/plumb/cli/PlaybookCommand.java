package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.playbook.Playbook;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The commands that run playbooks; they differ in what they take and in how a run ends. */
abstract sealed class PlaybookCommand implements Subcommand {

  /** {@code plumb apply}. */
  static final class Apply extends PlaybookCommand {
    @Override
    public String name() {
      return "apply";
    }

    @Override
    public String summary() {
      return "Bring hosts to the state that playbooks declare.";
    }

    @Override
    public void declare(CommandSpec spec) {
      Flags.positional(spec, "1..*", "PLAYBOOK", "What shall hold.");
      Flags.flag(spec, "Look only, as plumb check does.", "-C", "--check");
      declareRun(spec);
    }

    @Override
    public int run(ParseResult given, ProcessEnvironment around) {
      return runAll(
          Flags.positionals(given),
          Flags.has(given, "--check") ? Mode.CHECK : Mode.APPLY,
          given,
          around);
    }
  }

  /** {@code plumb check}. */
  static final class Check extends PlaybookCommand {
    @Override
    public String name() {
      return "check";
    }

    @Override
    public String summary() {
      return "Say what differs from playbooks and change nothing; exit status 2 when something"
          + " does.";
    }

    @Override
    public void declare(CommandSpec spec) {
      Flags.positional(spec, "1..*", "PLAYBOOK", "What shall hold.");
      declareRun(spec);
    }

    @Override
    public int run(ParseResult given, ProcessEnvironment around) {
      return runAll(Flags.positionals(given), Mode.CHECK, given, around);
    }
  }

  /** {@code plumb up}. */
  static final class Up extends PlaybookCommand {

    private static final String DEFAULT_PLAYBOOK = "playbooks/cluster.yml";

    @Override
    public String name() {
      return "up";
    }

    @Override
    public String summary() {
      return "Bring the whole cluster up, or repair its drift.";
    }

    @Override
    public void declare(CommandSpec spec) {
      Flags.positional(spec, "0..1", "PLAYBOOK", DEFAULT_PLAYBOOK + " by default.");
      Flags.flag(
          spec, "Make the lab first, three hosts on this machine, and work on these.", "--lab");
      Flags.value(
          spec, "NAME", "The name of the lab, for one of several; implies --lab.", "--lab-name");
      declareRun(spec);
    }

    @Override
    public int run(ParseResult given, ProcessEnvironment around) {
      Optional<String> name = Flags.text(given, "--lab-name");
      boolean lab = Flags.has(given, "--lab") || name.isPresent();
      String labName = LabScript.name(name, around);
      List<String> named = Flags.positionals(given);
      List<String> playbooks = named.isEmpty() ? List.of(defaultPlaybook(around)) : named;
      if (lab) {
        int status = LabScript.run(List.of("--name", labName, "up"), around);
        if (status != 0) {
          around.err().println("plumb: the lab did not come up, so nothing was done on it.");
          return status;
        }
      }
      return lab
          ? runAll(playbooks, Mode.APPLY, LabScript.inventoryFile(labName, around), given, around)
          : runAll(playbooks, Mode.APPLY, given, around);
    }

    private static String defaultPlaybook(ProcessEnvironment around) {
      return around
          .findFile(DEFAULT_PLAYBOOK)
          .orElseThrow(
              () ->
                  new BadInputException(
                      Diagnostic.error(
                          "Playbook not found",
                          "There is no "
                              + DEFAULT_PLAYBOOK
                              + " here. Name the playbook to run:\n    plumb up PLAYBOOK")))
          .toString();
    }
  }

  private static void declareRun(CommandSpec spec) {
    RunFlags.declare(spec);
    Flags.values(spec, "TAGS", "Only tasks with one of these tags.", "-t", "--tags");
    Flags.values(spec, "TAGS", "No task with one of these tags.", "--skip-tags");
    RunFlags.declareReporting(spec);
    Flags.value(spec, "NAME", "Begin with the task of this name.", "--start-at-task");
    Flags.flag(spec, "Ask before each task whether to do it.", "--step");
    Flags.flag(spec, "Print which hosts are meant, and stop.", "--list-hosts");
    Flags.flag(spec, "Print which tasks would run, and stop.", "--list-tasks");
  }

  private static int runAll(
      List<String> files, Mode mode, ParseResult given, ProcessEnvironment around) {
    return runAll(files, mode, PlaybookRunner.DEFAULT_INVENTORY, given, around);
  }

  private static int runAll(
      List<String> files,
      Mode mode,
      String usualInventory,
      ParseResult given,
      ProcessEnvironment around) {
    VaultAccess vault = VaultAccess.of(given, around);
    return vault.guard(() -> runAll(files, mode, usualInventory, vault, given, around));
  }

  private static int runAll(
      List<String> files,
      Mode mode,
      String usualInventory,
      VaultAccess vault,
      ParseResult given,
      ProcessEnvironment around) {
    RunOptions options = RunFlags.read(given, mode, around, vault);
    RunReports.parse(given, around);
    List<Path> paths = files.stream().map(Path::of).toList();
    if (Flags.has(given, "--list-tasks")) {
      PlaybookListing.tasks(playbooks(paths, vault, given), options, around.out());
      return ExitStatus.DONE.number();
    }
    ParallelRead<List<Playbook>, LiveInventory> read =
        ParallelRead.read(
            () -> playbooks(paths, vault, given),
            () -> PlaybookRunner.inventory(given, usualInventory, paths, around, vault));
    List<Playbook> playbooks = read.first();
    LiveInventory inventory = read.second();
    if (Flags.has(given, "--list-hosts")) {
      PlaybookListing.hosts(playbooks, inventory.current(), options, around.out());
      return ExitStatus.DONE.number();
    }
    if (Flags.has(given, "--step")) {
      TaskConfirmation.requireTerminal();
    }
    VarsPrompts prompts = new VarsPrompts(Prompter.terminal(), vault.redaction());
    return PlaybookRunner.of(
        prompts.resolve(playbooks, options.extraVars().keySet()),
        inventory,
        options,
        vault,
        given,
        around);
  }

  private static List<Playbook> playbooks(List<Path> files, VaultAccess vault, ParseResult given) {
    List<Playbook> all = Wiring.playbooks(files, vault);
    return Flags.text(given, "--start-at-task")
        .map(name -> StartAtTask.dropTasksBefore(name, all))
        .orElse(all);
  }
}
