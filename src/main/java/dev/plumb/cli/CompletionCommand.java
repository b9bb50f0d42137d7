package dev.plumb.cli;

import dev.plumb.cli.command.Subcommand;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb completion}: prints a completion script for bash and zsh. */
final class CompletionCommand implements Subcommand<ParseResult> {

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "Print the completion script for bash and zsh: source <(plumb completion)";
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public ParseResult options(ParseResult given, ProcessEnvironment environment) {
    return given;
  }

  @Override
  public int run(ParseResult given, ProcessEnvironment environment) {
    environment.out().print(AutoComplete.bash("plumb", Cli.commandLine("")));
    return ExitStatus.DONE.number();
  }
}
