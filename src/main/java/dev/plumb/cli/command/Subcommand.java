package dev.plumb.cli.command;

import dev.plumb.cli.process.ProcessEnvironment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command of plumb.
 *
 * <p>Options are declared by calls, not by annotations, and only those of the command in use,
 * because reflection over all commands would slow down every start.
 *
 * @param <O> the options of the command
 */
public interface Subcommand<O> {

  String name();

  /** One line for the list of commands; empty for a hidden command. */
  String summary();

  /** Declares options and parameters. */
  void declare(CommandSpec spec);

  /**
   * Reads the options: the only place that sees the parsed command line.
   *
   * @throws dev.plumb.diagnostic.BadInputException if an option is invalid
   */
  O options(ParseResult given, ProcessEnvironment environment);

  /**
   * Runs the command and returns the exit status.
   *
   * @throws dev.plumb.diagnostic.BadInputException if the user's input is invalid
   */
  int run(O options, ProcessEnvironment environment);
}
