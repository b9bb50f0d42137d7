package dev.plumb.cli.startup;

import dev.plumb.cli.command.Subcommand;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code plumb train}, hidden: the launcher runs it while the JVM records the start-up cache.
 *
 * @param cli runs the command line in an environment and returns the exit status
 */
public record TrainCommand(BiFunction<ProcessEnvironment, List<String>, Integer> cli)
    implements Subcommand<List<String>> {

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "";
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public List<String> options(ParseResult given, ProcessEnvironment environment) {
    return List.of();
  }

  @Override
  public int run(List<String> none, ProcessEnvironment environment) {
    try {
      TrainingRun.run(cli);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitStatus.DONE.number();
  }
}
