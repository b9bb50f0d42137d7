package dev.plumb.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * With real processes and real signals: nothing else tells what a virtual machine makes of them.
 */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class InterruptHandlerTest {

  private @Nullable Process process;

  /** What the tests send signals to: "works" until it was interrupted as often as it was told. */
  static final class Worker {

    private Worker() {}

    public static void main(String[] args) throws InterruptedException {
      CountDownLatch needed = new CountDownLatch(Integer.parseInt(args[0]));
      try (InterruptHandler _ = InterruptHandler.listen(needed::countDown, Worker::say)) {
        say("working");
        needed.await();
        say("recap");
      }
      if (args.length > 1) {
        say("over");
        new CountDownLatch(1).await();
      }
      System.exit(ExitStatus.INTERRUPTED.number());
    }

    private static void say(String line) {
      System.out.println(line);
    }
  }

  @AfterEach
  void endTheProcess() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void stopsTheRunCleanlyAtTheFirstSignal() throws Exception {
    Process worker = start(1);
    try (BufferedReader out = worker.inputReader()) {
      assertThat(out.readLine()).isEqualTo("working");
      signal(worker, "INT");
      assertThat(out.readLine()).startsWith("Interrupted: no further steps are started.");
      assertThat(out.readLine()).isEqualTo("recap");
      assertThat(exitStatus(worker)).isEqualTo(130);
    }
  }

  @Test
  void abandonsRunningStepsAtTheSecondSignal() throws Exception {
    Process worker = start(2);
    try (BufferedReader out = worker.inputReader()) {
      assertThat(out.readLine()).isEqualTo("working");
      signal(worker, "INT");
      assertThat(out.readLine()).startsWith("Interrupted: ");
      signal(worker, "INT");
      assertThat(out.readLine()).startsWith("Interrupted again: ");
      assertThat(out.readLine()).isEqualTo("recap");
      assertThat(exitStatus(worker)).isEqualTo(130);
    }
  }

  @Test
  void haltsAtTheThirdSignal() throws Exception {
    Process worker = start(99);
    try (BufferedReader out = worker.inputReader()) {
      assertThat(out.readLine()).isEqualTo("working");
      signal(worker, "INT");
      assertThat(out.readLine()).startsWith("Interrupted: ");
      signal(worker, "INT");
      assertThat(out.readLine()).startsWith("Interrupted again: ");
      signal(worker, "INT");
      assertThat(exitStatus(worker)).isEqualTo(130);
      assertThat(out.readLine()).isNull();
    }
  }

  @Test
  void treatsSigtermLikeSigint() throws Exception {
    Process worker = start(1);
    try (BufferedReader out = worker.inputReader()) {
      assertThat(out.readLine()).isEqualTo("working");
      signal(worker, "TERM");
      assertThat(out.readLine()).startsWith("Interrupted: ");
      assertThat(exitStatus(worker)).isEqualTo(130);
    }
  }

  @Test
  void exits130AfterTheRunHasEnded() throws Exception {
    Process worker = start(0, "and stay");
    try (BufferedReader out = worker.inputReader()) {
      assertThat(out.readLine()).isEqualTo("working");
      assertThat(out.readLine()).isEqualTo("recap");
      assertThat(out.readLine()).isEqualTo("over");
      signal(worker, "INT");
      assertThat(exitStatus(worker)).isEqualTo(130);
      assertThat(out.readLine()).isNull();
    }
  }

  private Process start(int interrupts, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                Integer.toString(interrupts)));
    command.addAll(List.of(more));
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    process = started;
    return started;
  }

  private static void signal(Process to, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start().waitFor();
  }

  private static int exitStatus(Process of) throws InterruptedException {
    assertThat(of.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return of.exitValue();
  }
}
