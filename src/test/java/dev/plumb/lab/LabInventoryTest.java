package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Needs no lab. */
class LabInventoryTest {

  /** Among others, a stand-in that changed has another digest. */
  @Test
  void isInTheRepositoryAsTheLabWritesIt() throws Exception {
    ProcessBuilder program =
        new ProcessBuilder(
                "bash",
                "-c",
                "here=lab; source lab/lib/common.sh; source lab/lib/inventory.sh; inventory")
            .redirectErrorStream(true);
    program.environment().keySet().removeAll(List.of("PLUMB_LAB", "PLUMB_LAB_DIR"));
    Process generator = program.start();
    String generated =
        new String(generator.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(generator.waitFor()).isZero();
    assertThat(Files.readString(Path.of("inventory", "lab.yml"))).isEqualTo(generated);
  }
}
