package dev.plumb.cli.process;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Environments of a plumb without a process: no terminal to ask on. */
public final class TestEnvironments {

  private TestEnvironments() {}

  public static ProcessEnvironment of(
      OutputStream out,
      OutputStream err,
      boolean terminal,
      Map<String, String> variables,
      Path workingDirectory,
      Optional<Path> home) {
    return ProcessEnvironment.of(
        out,
        err,
        terminal,
        variables,
        workingDirectory,
        home,
        new Prompter() {
          @Override
          public Optional<String> prompt(String text, boolean hidden) {
            return Optional.empty();
          }

          @Override
          public boolean isInteractive() {
            return false;
          }
        });
  }

  /** An environment whose output goes nowhere. */
  public static ProcessEnvironment silent(Path workingDirectory) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    return of(nowhere, nowhere, false, Map.of(), workingDirectory, Optional.empty());
  }
}
