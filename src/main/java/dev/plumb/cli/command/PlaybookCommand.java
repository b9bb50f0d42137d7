package dev.plumb.cli.command;

import dev.plumb.cli.option.Flags;
import dev.plumb.cli.option.HostOptions;
import dev.plumb.cli.option.ReportOptions;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ParallelRead;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.run.Inventories;
import dev.plumb.cli.run.PlaybookListing;
import dev.plumb.cli.run.PlaybookRunner;
import dev.plumb.cli.run.RunModules;
import dev.plumb.cli.run.StartAtTask;
import dev.plumb.cli.run.TaskConfirmation;
import dev.plumb.cli.run.VarsPrompts;
import dev.plumb.cli.run.Wiring;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.playbook.Playbook;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The commands that run playbooks: {@code apply}, {@code check} and {@code up}. */
public abstract sealed class PlaybookCommand implements Subcommand<PlaybookCommand.Options> {

  /**
   * The options of the commands.
   *
   * @param lab the name of the lab to start and to run on
   */
  public record Options(
      List<Path> playbooks,
      HostOptions hosts,
      ReportOptions reporting,
      Optional<String> startAt,
      boolean confirmTasks,
      boolean listHosts,
      boolean listTasks,
      Optional<String> lab) {}

  /** {@code plumb apply}. */
  public static final class Apply extends PlaybookCommand {
    @Override
    public String name() {
      return "apply";
    }

    @Override
    public String summary() {
      return "Bring hosts into the state that playbooks declare.";
    }

    @Override
    public void declare(CommandSpec spec) {
      Flags.positional(spec, "1..*", "PLAYBOOK", "Playbooks to apply.");
      Flags.flag(spec, "Change nothing, like plumb check.", "-C", "--check");
      declareRun(spec);
    }

    @Override
    public Options options(ParseResult given, ProcessEnvironment environment) {
      Mode mode = Flags.has(given, "--check") ? Mode.CHECK : Mode.APPLY;
      return read(Flags.positionals(given), mode, given, environment);
    }
  }

  /** {@code plumb check}. */
  public static final class Check extends PlaybookCommand {
    @Override
    public String name() {
      return "check";
    }

    @Override
    public String summary() {
      return "Report drift from playbooks and change nothing; exit status 2 means drift.";
    }

    @Override
    public void declare(CommandSpec spec) {
      Flags.positional(spec, "1..*", "PLAYBOOK", "Playbooks to check.");
      declareRun(spec);
    }

    @Override
    public Options options(ParseResult given, ProcessEnvironment environment) {
      return read(Flags.positionals(given), Mode.CHECK, given, environment);
    }
  }

  /** {@code plumb up}. */
  public static final class Up extends PlaybookCommand {

    private static final String DEFAULT_PLAYBOOK = "playbooks/cluster.yml";

    @Override
    public String name() {
      return "up";
    }

    @Override
    public String summary() {
      return "Set up the whole cluster, or repair its drift.";
    }

    @Override
    public void declare(CommandSpec spec) {
      Flags.positional(
          spec, "0..1", "PLAYBOOK", "Playbook to apply (default: " + DEFAULT_PLAYBOOK + ").");
      Flags.flag(spec, "Start the lab, three hosts on this machine, and run on it.", "--lab");
      Flags.value(
          spec, "NAME", "Name of the lab, if there are several; implies --lab.", "--lab-name");
      declareRun(spec);
    }

    @Override
    public Options options(ParseResult given, ProcessEnvironment environment) {
      List<String> named = Flags.positionals(given);
      return read(
          named.isEmpty() ? List.of(defaultPlaybook(environment)) : named,
          Mode.APPLY,
          given,
          environment);
    }

    private static String defaultPlaybook(ProcessEnvironment environment) {
      return environment
          .findFile(DEFAULT_PLAYBOOK)
          .orElseThrow(
              () ->
                  new BadInputException(
                      Diagnostic.error(
                          "Playbook not found",
                          "The default playbook "
                              + DEFAULT_PLAYBOOK
                              + " does not exist. Name a playbook:\n    plumb up PLAYBOOK")))
          .toString();
    }
  }

  private static void declareRun(CommandSpec spec) {
    HostOptions.declare(spec);
    Flags.values(spec, "TAGS", "Run only tasks with one of these tags.", "-t", "--tags");
    Flags.values(spec, "TAGS", "Skip tasks with one of these tags.", "--skip-tags");
    ReportOptions.declare(spec);
    Flags.value(spec, "NAME", "Start at the task with this name.", "--start-at-task");
    Flags.flag(spec, "Confirm each task before it runs.", "--step");
    Flags.flag(spec, "List the hosts and exit.", "--list-hosts");
    Flags.flag(spec, "List the tasks and exit.", "--list-tasks");
  }

  private static Options read(
      List<String> playbooks, Mode mode, ParseResult given, ProcessEnvironment environment) {
    return new Options(
        playbooks.stream().map(Path::of).toList(),
        HostOptions.read(given, mode, environment),
        ReportOptions.read(given, environment),
        Flags.text(given, "--start-at-task"),
        Flags.has(given, "--step"),
        Flags.has(given, "--list-hosts"),
        Flags.has(given, "--list-tasks"),
        Flags.has(given, "--lab") || Flags.has(given, "--lab-name")
            ? Optional.of(LabScript.name(Flags.text(given, "--lab-name"), environment))
            : Optional.empty());
  }

  @Override
  public int run(Options options, ProcessEnvironment environment) {
    HostOptions hosts = options.hosts();
    if (options.lab().isPresent()) {
      int status = LabScript.run(List.of("--name", options.lab().get(), "up"), environment);
      if (status != 0) {
        environment.err().println("plumb: the lab did not start, so the playbook was not applied.");
        return status;
      }
    }
    ModuleRegistry modules = new ModuleRegistry(RunModules.find(options.playbooks(), environment));
    if (options.listTasks()) {
      PlaybookListing.tasks(playbooks(options, modules), hosts.run(), environment.out());
      return ExitStatus.DONE.number();
    }
    String defaultInventory =
        options
            .lab()
            .map(name -> LabScript.inventoryFile(name, environment))
            .orElse(Inventories.DEFAULT);
    ParallelRead<List<Playbook>, LiveInventory> read =
        ParallelRead.read(
            () -> playbooks(options, modules),
            () ->
                Inventories.load(
                    hosts.inventory(),
                    defaultInventory,
                    options.playbooks(),
                    hosts.vault(),
                    environment));
    if (options.listHosts()) {
      PlaybookListing.hosts(read.first(), read.second().current(), hosts.run(), environment.out());
      return ExitStatus.DONE.number();
    }
    if (options.confirmTasks()) {
      TaskConfirmation.requireTerminal(environment.prompter());
    }
    List<Playbook> playbooks =
        new VarsPrompts(environment.prompter(), environment.redaction())
            .resolve(read.first(), hosts.run().extraVars().keySet());
    return new PlaybookRunner(
            hosts, options.reporting(), options.confirmTasks(), modules, environment)
        .run(playbooks, read.second());
  }

  private static List<Playbook> playbooks(Options options, ModuleRegistry modules) {
    List<Playbook> all = Wiring.playbooks(options.playbooks(), modules, options.hosts().vault());
    return options.startAt().map(name -> StartAtTask.dropTasksBefore(name, all)).orElse(all);
  }
}
