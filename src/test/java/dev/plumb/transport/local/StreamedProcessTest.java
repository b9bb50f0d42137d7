package dev.plumb.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.StreamedProcess;
import dev.plumb.remote.batch.Timeouts;
import dev.plumb.transport.ControlMachine;
import dev.plumb.value.Bytes;
import dev.plumb.value.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedProcessTest {

  private static final Timeouts LIMITS =
      new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5));

  private final LocalHost host =
      new LocalHost(LocalHostTest.target(), LIMITS, ControlMachine.local());

  @AfterEach
  void close() {
    host.close();
  }

  private StreamedProcess stream(String line, String... arguments) {
    return host.stream(RunAs.LOGIN, Command.shell(line, arguments));
  }

  private static void write(StreamedProcess running, String text) throws IOException {
    try (OutputStream input = running.input()) {
      input.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(StreamedProcess running) throws IOException {
    return new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void streamsAnyBytesBothWays() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);

    StreamedProcess running = stream("cat");
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (OutputStream input = running.input()) {
                    input.write(bytes);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });

    assertThat(running.output().readAllBytes()).isEqualTo(bytes);
    assertThat(running.waitFor()).isEqualTo(Exec.Exited.of(0, "", ""));
    assertThat(writer).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2099, 2100, 2101, 40_000})
  void separatesOutputFromTheTrailerAtEveryLength(int size) throws IOException {
    StreamedProcess running = stream("head -c \"$1\" /dev/zero; echo why >&2; exit 3", "" + size);
    running.input().close();

    assertThat(running.output().readAllBytes()).hasSize(size);
    assertThat(running.waitFor()).isEqualTo(Exec.Exited.of(3, "", "why\n"));
  }

  @Test
  void returnsUnreadOutputWithTheEnd() throws IOException {
    StreamedProcess running = stream("read -r x; echo got $x");
    write(running, "it\n");

    assertThat(running.waitFor()).isEqualTo(Exec.Exited.of(0, "got it\n", ""));
  }

  @Test
  void reportsTheSignal() throws IOException {
    StreamedProcess running = stream("kill -9 $$");
    running.input().close();

    assertThat(running.waitFor()).isEqualTo(new Exec.Killed(9, Bytes.EMPTY, Bytes.EMPTY));
  }

  @Test
  void givesTheTasksEnvironmentAlong() throws IOException {
    StreamedProcess running =
        host.stream(
            RunAs.LOGIN, Command.shell("echo $A").withEnvironment(Map.of("A", "a 'quoted' value")));
    running.input().close();

    assertThat(read(running)).isEqualTo("a 'quoted' value\n");
  }

  @Test
  void blocksAWriterWithoutReader() throws Exception {
    StreamedProcess running = stream("head -c 200000000 /dev/zero");
    running.input().close();
    // Long enough to fill whatever is between.
    Thread.sleep(500);

    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    assertThat(used).isLessThan(150_000_000);
    long size = 0;
    byte[] piece = new byte[64 * 1024];
    for (int n = running.output().read(piece); n >= 0; n = running.output().read(piece)) {
      size += n;
    }
    assertThat(size).isEqualTo(200_000_000);
    assertThat(running.waitFor()).isEqualTo(Exec.Exited.of(0, "", ""));
  }

  @Test
  void timesOut() {
    StreamedProcess running =
        host.stream(RunAs.LOGIN, Command.of("sleep", "60").withTimeout(Duration.ofMillis(300)));

    assertThat(running.waitFor()).isEqualTo(new Exec.TimedOut(Duration.ofMillis(300)));
  }

  @Test
  void isLostWhenTheConnectionBreaks() throws Exception {
    StreamedProcess running = stream("echo begun; sleep 60");
    CountDownLatch broken = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(
            () -> {
              host.abort();
              broken.countDown();
            });
    broken.await();

    assertThat(running.waitFor()).isInstanceOf(Exec.Lost.class);
  }

  @Test
  void leavesTheLongLivedShellAlone() throws IOException {
    StreamedProcess one = stream("cat");
    StreamedProcess two = stream("cat");
    write(two, "two");
    write(one, "one");

    assertThat(read(one)).isEqualTo("one");
    assertThat(read(two)).isEqualTo("two");
    assertThat(host.roundTrips()).isEqualTo(2);
  }

  @Test
  void pipesOneProgramIntoAnother() throws IOException {
    StreamedProcess from = stream("head -c 50000000 /dev/urandom | tee /dev/fd/3 3>&1 >/dev/null");
    StreamedProcess to = stream("sha256sum");
    MessageDigest digest = Sha256.digest();
    from.input().close();
    byte[] piece = new byte[64 * 1024];
    try (OutputStream out = to.input()) {
      for (int n = from.output().read(piece); n >= 0; n = from.output().read(piece)) {
        digest.update(piece, 0, n);
        out.write(piece, 0, n);
      }
    }

    assertThat(read(to)).startsWith(Sha256.of(digest).hex());
  }
}
