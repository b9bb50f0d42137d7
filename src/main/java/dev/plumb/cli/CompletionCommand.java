package dev.plumb.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb completion}: what makes bash and zsh complete plumb's commands and options. */
final class CompletionCommand implements Subcommand {

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "Print the completion for bash and zsh: source <(plumb completion)";
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(ParseResult given, ProcessEnvironment around) {
    around.out().print(AutoComplete.bash("plumb", Cli.commandLine("")));
    return ExitStatus.DONE.number();
  }
}
