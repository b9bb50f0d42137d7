package dev.plumb.cli;

import dev.plumb.cli.command.AdHocCommand;
import dev.plumb.cli.command.FactsCommand;
import dev.plumb.cli.command.InventoryCommand;
import dev.plumb.cli.command.LabCommand;
import dev.plumb.cli.command.LintCommand;
import dev.plumb.cli.command.PlaybookCommand;
import dev.plumb.cli.command.Subcommand;
import dev.plumb.cli.command.VaultCommand;
import dev.plumb.cli.doc.DocCommand;
import dev.plumb.cli.doc.SchemaCommand;
import dev.plumb.cli.option.ProjectSettings;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.startup.TrainCommand;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.report.DiagnosticPrinter;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: parses it, runs the command and prints its errors. */
public final class Cli {

  private static final List<Subcommand<?>> COMMANDS =
      List.of(
          new PlaybookCommand.Up(),
          new PlaybookCommand.Apply(),
          new PlaybookCommand.Check(),
          new LabCommand(),
          new InventoryCommand(),
          new LintCommand(),
          new VaultCommand(),
          new AdHocCommand(),
          new FactsCommand(),
          new DocCommand(),
          new SchemaCommand(),
          new CompletionCommand(),
          new TrainCommand((environment, args) -> new Cli(environment).run(args)));

  private final ProcessEnvironment environment;

  public Cli(ProcessEnvironment environment) {
    this.environment = environment;
  }

  /** Runs a command and returns the exit status. */
  public int run(String... args) {
    PrintStream err = environment.err();
    try {
      return parseAndRun(args);
    } catch (BadInputException e) {
      err.print(
          new DiagnosticPrinter(false).print(e.diagnostics(), "Nothing was sent to any host."));
      return ExitStatus.BAD_INPUT.number();
    } catch (ParameterException e) {
      return badUsage(e);
    } catch (RuntimeException | Error e) {
      err.println("Error: plumb failed");
      err.println();
      err.println("  This is a bug in plumb. Please report it with the following text.");
      err.println();
      e.printStackTrace(err);
      return ExitStatus.BUG.number();
    } finally {
      environment.out().flush();
      err.flush();
    }
  }

  private int parseAndRun(String... args) {
    CommandLine plumb = commandLine(args.length == 0 ? "" : args[0]);
    ParseResult given = plumb.parseArgs(args);
    ParseResult innermost = given.hasSubcommand() ? given.subcommand() : given;
    if (innermost.isVersionHelpRequested()) {
      environment.out().println("plumb " + ProcessEnvironment.version());
      return ExitStatus.DONE.number();
    }
    CommandSpec spec = innermost.commandSpec();
    if (innermost.isUsageHelpRequested()) {
      environment.out().println(spec.commandLine().getUsageMessage(Ansi.OFF).stripTrailing());
      return ExitStatus.DONE.number();
    }
    if (spec.userObject() instanceof Subcommand<?> command) {
      List<String> defaults = ProjectSettings.asArguments(innermost, environment);
      if (!defaults.isEmpty()) {
        List<String> words = new ArrayList<>(List.of(args));
        words.addAll(1, defaults);
        innermost = commandLine(args[0]).parseArgs(words.toArray(String[]::new)).subcommand();
      }
      return run(command, innermost);
    }
    throw new ParameterException(plumb, "Missing command");
  }

  private <O> int run(Subcommand<O> command, ParseResult given) {
    return command.run(command.options(given, environment), environment);
  }

  /** Declares only the given command, or all of them if there is no such command. */
  static CommandLine commandLine(String first) {
    CommandSpec root = CommandSpec.create().name("plumb");
    root.usageMessage()
        .description(
            "Keeps hosts in their declared state: inspects them, reports drift, and repairs it over"
                + " SSH.")
        .commandListHeading("%nCommands:%n")
        .footer("", "plumb COMMAND --help describes a command.");
    standardOptions(root);
    root.addOption(
        OptionSpec.builder("--version")
            .type(boolean.class)
            .arity("0")
            .versionHelp(true)
            .description("Print the version.")
            .build());
    boolean known = COMMANDS.stream().anyMatch(command -> command.name().equals(first));
    for (Subcommand<?> command : COMMANDS) {
      if (!known || command.name().equals(first)) {
        root.addSubcommand(command.name(), spec(command));
      }
    }
    // As in Ansible, -vvv is allowed and the last of repeated options counts. An argument that
    // starts with @ names a file of variables (-e) or hosts (--limit), which plumb reads itself.
    return new CommandLine(root).setOverwrittenOptionsAllowed(true).setExpandAtFiles(false);
  }

  private static CommandSpec spec(Subcommand<?> command) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(command.name());
    spec.usageMessage().description(command.summary()).hidden(command.summary().isEmpty());
    standardOptions(spec);
    command.declare(spec);
    return spec;
  }

  private static void standardOptions(CommandSpec spec) {
    spec.usageMessage().width(100).autoWidth(false);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .type(boolean.class)
            .arity("0")
            .usageHelp(true)
            .description("Print this help.")
            .build());
  }

  private int badUsage(ParameterException problem) {
    PrintStream err = environment.err();
    err.println("Error: Bad usage");
    err.println();
    err.println("  " + problem.getMessage() + ".");
    if (problem instanceof UnmatchedArgumentException unmatched) {
      List<String> meant = unmatched.getSuggestions();
      if (!meant.isEmpty()) {
        err.println("  Did you mean \"" + meant.getFirst() + "\"?");
      }
    }
    err.println("  See: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitStatus.BAD_INPUT.number();
  }
}
