package dev.plumb.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command of plumb: says what it takes, and does it.
 *
 * <p>Options are declared by calls and not by annotations, and only for the command at hand:
 * start-up time is felt at every use, and reflection over all commands is a good part of it.
 */
interface Subcommand {

  String name();

  /** One line for the list of commands. */
  String summary();

  /** Adds options and parameters. */
  void declare(CommandSpec spec);

  /**
   * @return the exit status
   * @throws dev.plumb.diagnostic.BadInputException for what a person can put right
   */
  int run(ParseResult given, ProcessEnvironment around);
}
