package dev.plumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Real etcd, with a client that writes all the time. The long form is {@code lab/accept-etcd}. */
@OnTheLab
class EtcdLabTest {

  @Test
  void keepsAClusterThroughALostDiskAndALostQuorum() throws Exception {
    Process accept =
        new ProcessBuilder(Path.of("lab", "accept-etcd").toString(), "wiped", "lost")
            .redirectErrorStream(true)
            .start();
    String said = new String(accept.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(accept.waitFor()).as("lab/accept-etcd said:%n%s", said).isZero();
  }
}
