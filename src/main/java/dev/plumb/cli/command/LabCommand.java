package dev.plumb.cli.command;

import dev.plumb.cli.option.Flags;
import dev.plumb.cli.process.ProcessEnvironment;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb lab}: passes its arguments on to the script. The launcher does so without a JVM. */
public final class LabCommand implements Subcommand<List<String>> {

  @Override
  public String name() {
    return "lab";
  }

  @Override
  public String summary() {
    return "Manage three disposable hosts on this machine: up, down, status, ssh HOST.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "0..*", "WORD", "Arguments of lab/lab: up, down, status, ssh HOST.");
    spec.parser().unmatchedOptionsArePositionalParams(true).stopAtPositional(true);
  }

  @Override
  public List<String> options(ParseResult given, ProcessEnvironment environment) {
    return Flags.positionals(given);
  }

  @Override
  public int run(List<String> words, ProcessEnvironment environment) {
    // The status of the script, because ssh passes on that of a command.
    return LabScript.run(words, environment);
  }
}
