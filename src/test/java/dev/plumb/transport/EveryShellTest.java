package dev.plumb.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.remote.Target;
import dev.plumb.remote.batch.Timeouts;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The framing on each shell that may be a host's {@code /bin/sh}; those not here are passed over.
 */
class EveryShellTest {

  /** A link on which {@code /bin/sh} is another shell. */
  private record OtherShell(List<String> shell) implements HostConnection {

    @Override
    public boolean connect() {
      return false;
    }

    @Override
    public String loginUser() {
      return "me";
    }

    @Override
    public RemoteProcess start(List<String> words) throws IOException {
      List<String> others = new ArrayList<>(shell);
      others.addAll(words.subList(1, words.size()));
      Process process = new ProcessBuilder(others).redirectError(Redirect.DISCARD).start();
      return new RemoteProcess() {
        @Override
        public OutputStream input() {
          return process.getOutputStream();
        }

        @Override
        public InputStream output() {
          return process.getInputStream();
        }

        @Override
        public String errors() {
          return "";
        }

        @Override
        public void close() {
          process.destroy();
        }
      };
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}
  }

  private static ShellHost host(String shell) {
    List<String> words = List.of(shell.split(" "));
    assumeTrue(Files.isExecutable(Path.of(words.getFirst())), shell + " is not installed");
    Target target =
        new Target(
            new HostName("here"),
            Target.Kind.LOCAL,
            "localhost",
            22,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Target.HostKeys.STRICT,
            Duration.ofSeconds(5),
            Optional.empty());
    return new ShellHost(target, new OtherShell(words), Timeouts.DEFAULT);
  }

  private static Bytes bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(3) * random.nextInt(400)];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/dash", "/bin/bash --posix", "/bin/bash", "/bin/busybox sh"})
  void returnsTheOutputOfEachCommand(String shell) {
    Random random = new Random(shell.hashCode());
    try (ShellHost host = host(shell)) {
      for (int round = 0; round < 5; round++) {
        List<Command> questions = new ArrayList<>();
        List<Exec> expected = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          Bytes out = bytes(random);
          Bytes err = bytes(random);
          int status = random.nextInt(129);
          byte[] both = new byte[out.size() + err.size()];
          System.arraycopy(out.toArray(), 0, both, 0, out.size());
          System.arraycopy(err.toArray(), 0, both, out.size(), err.size());
          questions.add(
              Command.shell("head -c \"$1\"; cat >&2; exit \"$2\"", "" + out.size(), "" + status)
                  .withEnvironment(Map.of("i", "" + i))
                  .withInput(Bytes.of(both)));
          expected.add(new Exec.Exited(status, out, err));
        }
        questions.add(Command.shell("kill -9 $$"));
        expected.add(new Exec.Killed(9, Bytes.EMPTY, Bytes.EMPTY));
        assertThat(host.send(Request.ask(RunAs.LOGIN, questions)))
            .isEqualTo(new Reply(List.of(), expected));
      }
      assertThat(host.roundTrips()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/dash", "/bin/bash --posix", "/bin/bash", "/bin/busybox sh"})
  void executesEveryKindOfStep(String shell, @TempDir Path temp) throws IOException {
    Path file = Files.writeString(temp.resolve("it's"), "old");
    Exec done = Exec.Exited.of(0, "", "");
    Request request =
        new Request(
            RunAs.LOGIN,
            List.of(
                Step.run("true"),
                Step.Write.of(
                    RemotePath.of(file.toString()),
                    Content.utf8("new\0".repeat(20_000)),
                    Optional.empty()),
                new Step.Await(
                    Command.of("test", "-s", file.toString()),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(50))),
            List.of(Command.of("cat", file.toString())));
    Request failing =
        new Request(
            RunAs.LOGIN,
            List.of(
                new Step.Await(Command.of("false"), Duration.ofMillis(1), Duration.ofMillis(50)),
                Step.Write.of(RemotePath.of("/none"), Content.utf8("x"), Optional.empty())),
            List.of());
    try (ShellHost host = host(shell)) {
      assertThat(host.send(request))
          .isEqualTo(
              new Reply(
                  List.of(done, done, done),
                  List.of(Exec.Exited.of(0, "new\0".repeat(20_000), ""))));
      assertThat(host.send(failing).steps())
          .containsExactly(new Exec.TimedOut(Duration.ofMillis(1)));
      assertThat(host.send(request).steps()).containsExactly(done, done, done);
    }
  }
}
