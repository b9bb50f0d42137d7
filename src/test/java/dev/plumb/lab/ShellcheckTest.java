package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the shell scripts with shellcheck, where it is installed; CI installs it. */
class ShellcheckTest {

  @Test
  void findsNothingInAnyScript() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("shellcheck", "--external-sources", "--source-path=lab"));
    try (Stream<Path> files = Files.list(Path.of("lab"))) {
      files
          .filter(ShellcheckTest::isShellScript)
          .map(Path::toString)
          .sorted()
          .forEach(command::add);
    }
    assertThat(command).contains("lab/lab", "lab/accept", "lab/test");
    command.addAll(List.of("plumb", ".ci/run"));

    Process shellcheck;
    try {
      shellcheck = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      abort("shellcheck is not installed: " + e.getMessage());
      return;
    }
    String output = new String(shellcheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output).isEmpty();
    assertThat(shellcheck.waitFor()).isZero();
  }

  private static boolean isShellScript(Path file) {
    try {
      return Files.isRegularFile(file)
          && Files.isExecutable(file)
          && Files.readAllLines(file).getFirst().matches("#!/bin/(ba)?sh");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
