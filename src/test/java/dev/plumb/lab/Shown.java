package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What the scripts {@code lab/accept*} show, part by part. */
final class Shown {

  private Shown() {}

  /** Runs one part of a script; it must hold. */
  static void by(String script, String part) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Path.of("lab", script).toString(), part).redirectErrorStream(true);
    builder.environment().putIfAbsent("KILLS", "2");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as("lab/%s %s said:%n%s", script, part, said).isZero();
  }
}
