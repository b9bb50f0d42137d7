package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole program on etcd and docker of three hosts: every part of {@code lab/accept} must hold.
 * {@code killed} kills twice here, which takes two minutes; by itself the script kills five times.
 */
@OnTheLab
class AcceptanceLabTest {

  @ParameterizedTest
  @ValueSource(strings = {"pristine", "bring_up", "again", "drift", "killed"})
  void holds(String part) throws Exception {
    ProcessBuilder script =
        new ProcessBuilder(Path.of("lab", "accept").toString(), part).redirectErrorStream(true);
    script.environment().putIfAbsent("KILLS", "2");
    Process accept = script.start();
    String said = new String(accept.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(accept.waitFor()).as("lab/accept %s said:%n%s", part, said).isZero();
  }
}
