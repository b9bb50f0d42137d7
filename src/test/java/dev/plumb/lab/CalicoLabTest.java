package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The network between containers. What takes longer is in {@code lab/accept-network} and left out
 * here: reboot, unreachable, weave; its drift runs with the long ones.
 */
@OnTheLab
class CalicoLabTest {

  @Test
  @Tag("long")
  void repairsDrift() throws Exception {
    holds("drift");
  }

  @ParameterizedTest
  @ValueSource(strings = {"calico", "stand_ins"})
  void holds(String part) throws Exception {
    Process accept =
        new ProcessBuilder(Path.of("lab", "accept-network").toString(), part)
            .redirectErrorStream(true)
            .start();
    String said = new String(accept.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(accept.waitFor()).as("lab/accept-network %s said:%n%s", part, said).isZero();
  }
}
