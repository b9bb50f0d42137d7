package dev.plumb.cli;

import dev.plumb.diagnostic.BadInputException;
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

/** The command line: finds the command that is meant, runs it, and tells problems to people. */
final class Cli {

  private static final List<Subcommand> COMMANDS =
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
          new TrainCommand());

  private final ProcessEnvironment around;

  Cli(ProcessEnvironment around) {
    this.around = around;
  }

  int run(String... args) {
    PrintStream err = around.err();
    try {
      return parseAndRun(args);
    } catch (BadInputException e) {
      Problems.print(e.diagnostics(), err);
      return ExitStatus.BAD_INPUT.number();
    } catch (ParameterException e) {
      return badUsage(e);
    } catch (RuntimeException | Error e) {
      err.println("Error: plumb failed");
      err.println();
      err.println("  This is a bug in plumb. Please report it with all that follows.");
      err.println();
      e.printStackTrace(err);
      return ExitStatus.BUG.number();
    }
  }

  private int parseAndRun(String... args) {
    CommandLine plumb = commandLine(args.length == 0 ? "" : args[0]);
    ParseResult given = plumb.parseArgs(args);
    ParseResult innermost = given.hasSubcommand() ? given.subcommand() : given;
    if (innermost.isVersionHelpRequested()) {
      around.out().println("plumb " + ProcessEnvironment.version());
      return ExitStatus.DONE.number();
    }
    CommandSpec spec = innermost.commandSpec();
    if (innermost.isUsageHelpRequested()) {
      around.out().println(spec.commandLine().getUsageMessage(Ansi.OFF).stripTrailing());
      return ExitStatus.DONE.number();
    }
    if (spec.userObject() instanceof Subcommand command) {
      List<String> defaults = ProjectSettings.asArguments(innermost, around);
      if (!defaults.isEmpty()) {
        List<String> words = new ArrayList<>(List.of(args));
        words.addAll(1, defaults);
        innermost = commandLine(args[0]).parseArgs(words.toArray(String[]::new)).subcommand();
      }
      return command.run(innermost, around);
    }
    throw new ParameterException(plumb, "Missing command");
  }

  /** Only the command at hand is declared; all of them for help, and when none is meant. */
  static CommandLine commandLine(String first) {
    CommandSpec root = CommandSpec.create().name("plumb");
    root.usageMessage()
        .description(
            "Keeps a cluster true: says what differs from the playbook, and puts it right.")
        .commandListHeading("%nCommands:%n")
        .footer("", "plumb COMMAND --help tells more of a command.");
    standardOptions(root);
    root.addOption(
        OptionSpec.builder("--version")
            .type(boolean.class)
            .arity("0")
            .versionHelp(true)
            .description("Print the version.")
            .build());
    boolean known = COMMANDS.stream().anyMatch(command -> command.name().equals(first));
    for (Subcommand command : COMMANDS) {
      if (!known || command.name().equals(first)) {
        root.addSubcommand(command.name(), spec(command));
      }
    }
    // As in Ansible -vvv is welcome, and of what is given twice the last counts.
    // A word that begins with @ is a file of variables (-e) or of hosts (--limit), read by
    // ourselves.
    return new CommandLine(root).setOverwrittenOptionsAllowed(true).setExpandAtFiles(false);
  }

  private static CommandSpec spec(Subcommand command) {
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
    PrintStream err = around.err();
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
