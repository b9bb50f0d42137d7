package dev.plumb.cli.startup;

import dev.plumb.cli.command.Subcommand;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb train}, hidden: the launcher runs it while the JVM records the start-up cache. */
public record TrainCommand(TrainCommand.Runner plumb) implements Subcommand<List<String>> {

  /** Runs plumb in an environment. */
  @FunctionalInterface
  public interface Runner {
    int run(ProcessEnvironment environment, String... args);
  }

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
      TrainingRun.run(plumb);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitStatus.DONE.number();
  }
}
