package dev.plumb.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb lab}: handed on to the script as it is. The launcher does so without a JVM. */
final class LabCommand implements Subcommand {

  @Override
  public String name() {
    return "lab";
  }

  @Override
  public String summary() {
    return "Three throw-away hosts on this machine: up, down, status, ssh HOST.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "0..*", "WORD", "What lab/lab takes: up, down, status, ssh HOST.");
    spec.parser().unmatchedOptionsArePositionalParams(true).stopAtPositional(true);
  }

  @Override
  public int run(ParseResult given, ProcessEnvironment around) {
    // The script's own status is what its caller wants: ssh passes on a command's.
    return LabScript.run(Flags.positionals(given), around);
  }
}
