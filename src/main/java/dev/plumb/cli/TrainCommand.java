package dev.plumb.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code plumb train}: what the launcher runs while the virtual machine records for its AOT cache.
 * Does what a usual run does, but on this machine alone and changing nothing.
 */
final class TrainCommand implements Subcommand {

  static final String NAME = "train";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "";
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(ParseResult given, ProcessEnvironment around) {
    try {
      TrainingRun.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitStatus.DONE.number();
  }
}
