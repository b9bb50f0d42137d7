package dev.plumb.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Running;
import dev.plumb.remote.batch.Limits;
import dev.plumb.transport.Workstation;
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

class StreamingTest {

  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5));

  private final LocalHost host =
      new LocalHost(LocalHostTest.target(), LIMITS, Workstation.ofThisProcess());

  @AfterEach
  void close() {
    host.close();
  }

  private Running stream(String line, String... arguments) {
    return host.stream(RunAs.LOGIN, Command.shell(line, arguments));
  }

  private static void write(Running running, String text) throws IOException {
    try (OutputStream input = running.input()) {
      input.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String read(Running running) throws IOException {
    return new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void givesAndTakesAnyBytes() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);

    Running running = stream("cat");
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
    assertThat(running.end()).isEqualTo(Exec.Exited.of(0, "", ""));
    assertThat(writer).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2099, 2100, 2101, 40_000})
  void tellsTheOutputFromTheLastWordAtEveryLength(int size) throws IOException {
    Running running = stream("head -c \"$1\" /dev/zero; echo why >&2; exit 3", "" + size);
    running.input().close();

    assertThat(running.output().readAllBytes()).hasSize(size);
    assertThat(running.end()).isEqualTo(Exec.Exited.of(3, "", "why\n"));
  }

  @Test
  void tellsOutputThatNobodyReadWithTheEnd() throws IOException {
    Running running = stream("read -r x; echo got $x");
    write(running, "it\n");

    assertThat(running.end()).isEqualTo(Exec.Exited.of(0, "got it\n", ""));
  }

  @Test
  void tellsTheSignalThatEndedIt() throws IOException {
    Running running = stream("kill -9 $$");
    running.input().close();

    assertThat(running.end()).isEqualTo(new Exec.Killed(9, Bytes.EMPTY, Bytes.EMPTY));
  }

  @Test
  void givesTheTasksEnvironmentAlong() throws IOException {
    Running running =
        host.stream(
            RunAs.LOGIN, Command.shell("echo $A").withEnvironment(Map.of("A", "a 'quoted' value")));
    running.input().close();

    assertThat(read(running)).isEqualTo("a 'quoted' value\n");
  }

  @Test
  void holdsUpAWriterThatNobodyReadsFrom() throws Exception {
    Running running = stream("head -c 200000000 /dev/zero");
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
    assertThat(running.end()).isEqualTo(Exec.Exited.of(0, "", ""));
  }

  @Test
  void saysSoWhenItsTimeIsUp() {
    Running running =
        host.stream(RunAs.LOGIN, Command.of("sleep", "60").within(Duration.ofMillis(300)));

    assertThat(running.end()).isEqualTo(new Exec.TimedOut(Duration.ofMillis(300)));
  }

  @Test
  void isLostWhenTheConnectionBreaks() throws Exception {
    Running running = stream("echo begun; sleep 60");
    CountDownLatch broken = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(
            () -> {
              host.abandon();
              broken.countDown();
            });
    broken.await();

    assertThat(running.end()).isInstanceOf(Exec.Lost.class);
  }

  @Test
  void leavesTheLongLivedShellAlone() throws IOException {
    Running one = stream("cat");
    Running two = stream("cat");
    write(two, "two");
    write(one, "one");

    assertThat(read(one)).isEqualTo("one");
    assertThat(read(two)).isEqualTo("two");
    assertThat(host.roundTrips()).isEqualTo(2);
  }

  @Test
  void feedsFromOneProgramToAnother() throws IOException {
    Running from = stream("head -c 50000000 /dev/urandom | tee /dev/fd/3 3>&1 >/dev/null");
    Running to = stream("sha256sum");
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
