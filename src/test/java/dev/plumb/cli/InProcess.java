package dev.plumb.cli;

import dev.plumb.cli.process.TestEnvironments;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** Plumb as a person runs it, without a process of its own: for tests that run it often. */
public final class InProcess {

  private InProcess() {}

  /** The exit status. */
  public static int run(PrintStream out, String... args) {
    Path here = Path.of("").toAbsolutePath();
    return new Cli(TestEnvironments.of(out, out, false, System.getenv(), here, Optional.of(here)))
        .run(args);
  }
}
