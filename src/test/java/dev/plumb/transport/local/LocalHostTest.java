package dev.plumb.transport.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.remote.Target;
import dev.plumb.remote.batch.Timeouts;
import dev.plumb.transport.ControlMachine;
import dev.plumb.value.Bytes;
import dev.plumb.value.HostName;
import dev.plumb.value.UserName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHostTest {

  private static final Timeouts LIMITS =
      new Timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5));

  private final LocalHost host = new LocalHost(target(), LIMITS, ControlMachine.local());

  static Target target() {
    return new Target(
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
  }

  @AfterEach
  void close() {
    host.close();
  }

  private Exec ask(Command command) {
    return host.send(Request.ask(RunAs.LOGIN, List.of(command))).answers().getFirst();
  }

  private List<Exec> ask(Command... commands) {
    return host.send(Request.ask(RunAs.LOGIN, List.of(commands))).answers();
  }

  private static Exec exited(int status, String out, String err) {
    return Exec.Exited.of(status, out, err);
  }

  @Test
  void separatesStatusAndBothOutputs() {
    assertThat(ask(Command.shell("echo out; echo err >&2; exit 3")))
        .isEqualTo(exited(3, "out\n", "err\n"));
  }

  @Test
  void continuesAfterACommandThatExitsReadsItsInputOrIsKilled() {
    assertThat(
            ask(
                Command.of("cat"),
                Command.shell("kill -9 $$"),
                Command.shell("exit 7"),
                Command.of("echo", "still here")))
        .containsExactly(
            exited(0, "", ""),
            new Exec.Killed(9, Bytes.EMPTY, Bytes.EMPTY),
            exited(7, "", ""),
            exited(0, "still here\n", ""));
  }

  @Test
  void opensANewShellAfterACommandThatKilledTheOldOne() {
    List<Exec> endings = ask(Command.of("true"), Command.shell("kill -9 $PPID"), Command.of("id"));
    assertThat(endings.get(0)).isEqualTo(exited(0, "", ""));
    assertThat(endings.get(1)).isInstanceOf(Exec.Lost.class);
    assertThat(endings.get(2)).isInstanceOf(Exec.Lost.class);
    assertThat(ask(Command.of("echo", "x"))).isEqualTo(exited(0, "x\n", ""));
  }

  @Test
  void isNotConfusedByABackgroundProcessThatPrintsLater() throws InterruptedException {
    Exec first = ask(Command.shell("(sleep 0.2; echo late; sleep 0.3; echo later) & echo now"));
    assertThat(first).isEqualTo(exited(0, "now\n", ""));
    for (int i = 0; i < 5; i++) {
      Thread.sleep(100);
      assertThat(ask(Command.of("echo", "clean"))).isEqualTo(exited(0, "clean\n", ""));
    }
  }

  @Test
  void killsACommandOnTimeoutAndAnswersTheOthers() {
    long start = System.nanoTime();
    List<Exec> endings =
        ask(
            Command.of("echo", "before"),
            Command.shell("sleep 300 & sleep 300").withTimeout(Duration.ofMillis(300)),
            Command.of("echo", "after"));
    assertThat(endings)
        .containsExactly(
            exited(0, "before\n", ""),
            new Exec.TimedOut(Duration.ofMillis(300)),
            exited(0, "after\n", ""));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(host.roundTrips()).isEqualTo(1);
  }

  @Test
  void killsACommandThatIgnoresTermination() {
    assertThat(
            ask(
                Command.shell("trap '' TERM; while :; do sleep 1; done")
                    .withTimeout(Duration.ofMillis(200))))
        .isEqualTo(new Exec.TimedOut(Duration.ofMillis(200)));
    assertThat(ask(Command.of("echo", "x"))).isEqualTo(exited(0, "x\n", ""));
  }

  @Test
  void transfersTenMegabytesOfAnyBytes() {
    byte[] bytes = new byte[10 << 20];
    new Random(7).nextBytes(bytes);
    Exec ending = ask(Command.of("cat").withInput(Bytes.of(bytes)));
    assertThat(ending).isEqualTo(new Exec.Exited(0, Bytes.of(bytes), Bytes.EMPTY));
  }

  @Test
  void abandonsAShellThatPrintsEndlessly() {
    assertThat(ask(Command.of("head", "-c", "80000000", "/dev/zero")))
        .isEqualTo(new Exec.Lost("the commands printed more than 64 MiB in one go"));
    assertThat(ask(Command.of("echo", "x"))).isEqualTo(exited(0, "x\n", ""));
  }

  @Test
  void passesEveryWordAsItIs() {
    for (String word :
        List.of(
            "",
            " ",
            "a b",
            "'",
            "''",
            "\"",
            "\\",
            "\\n",
            "$HOME",
            "`id`",
            "$(id)",
            "-n",
            "--",
            "a\nb",
            "\n",
            "*",
            "?",
            "~",
            "!x",
            "#",
            "ä\u20ac\ud83d\ude00",
            "%s",
            "a=b",
            "\t",
            ";",
            "&",
            "|",
            "\u0001\u007f",
            "x'y\"z\\")) {
      assertThat(ask(Command.of("printf", "<%s>", word)))
          .as(word)
          .isEqualTo(exited(0, "<" + word + ">", ""));
    }
  }

  @Test
  void refusesAWordWithANulWithoutAskingTheHost() {
    assertThat(ask(Command.of("echo", "a\0b")))
        .isEqualTo(
            exited(
                126,
                "",
                "plumb: the command contains a NUL character, which cannot be passed to a"
                    + " program\n"));
  }

  @Test
  void runsProgramsAndNotWhatTheShellHasBuiltIn() {
    assertThat(ask(Command.of("echo", "a\\nb"))).isEqualTo(exited(0, "a\\nb\n", ""));
    assertThat(ask(Command.of("take", "1"))).isInstanceOf(Exec.Exited.class);
    assertThat(((Exec.Exited) ask(Command.of("if", "1"))).status()).isEqualTo(127);
  }

  @Test
  void setsEnvironmentAndFolderForOneCommandAlone() {
    Command pwd =
        Command.shell("echo \"$A|$B\"; pwd")
            .withEnvironment(Map.of("A", "it's", "B", "x\ny", "odd.name", "1"))
            .inFolder("/usr");
    assertThat(ask(pwd, Command.shell("echo \"$A|$B\"; echo \"$LC_ALL\"")))
        .containsExactly(exited(0, "it's|x\ny\n/usr\n", ""), exited(0, "|\nC\n", ""));
    assertThat(((Exec.Exited) ask(Command.of("pwd").inFolder("/not/there"))).succeeded()).isFalse();
  }

  @Test
  void givesEachCommandItsOwnInput() {
    assertThat(
            ask(
                Command.of("cat").withInput(Bytes.of(new byte[] {0, 1, 10, 0})),
                Command.of("true").withInput(Bytes.utf8("nobody reads this")),
                Command.of("cat").withInput(Bytes.utf8("second"))))
        .containsExactly(
            new Exec.Exited(0, Bytes.of(new byte[] {0, 1, 10, 0}), Bytes.EMPTY),
            exited(0, "", ""),
            exited(0, "second", ""));
  }

  @Test
  void stopsAtTheFirstStepThatFailsAndStaysInStep() {
    Reply reply =
        host.send(
            new Request(
                RunAs.LOGIN,
                List.of(
                    Step.run("echo", "1"),
                    Step.run("false"),
                    new Step.Run(Command.of("cat").withInput(Bytes.utf8("never taken")))),
                List.of(Command.of("id"))));
    assertThat(reply)
        .isEqualTo(new Reply(List.of(exited(0, "1\n", ""), exited(1, "", "")), List.of()));
    assertThat(ask(Command.of("echo", "x"))).isEqualTo(exited(0, "x\n", ""));
  }

  @Test
  void stopsAtAStepThatTimesOut() {
    Reply reply =
        host.send(
            new Request(
                RunAs.LOGIN,
                List.of(
                    new Step.Run(Command.of("sleep", "100").withTimeout(Duration.ofMillis(200))),
                    Step.run("echo", "never")),
                List.of()));
    assertThat(reply.steps()).containsExactly(new Exec.TimedOut(Duration.ofMillis(200)));
  }

  @Test
  void waitsOnTheHostInOneRoundTrip(@TempDir Path temp) {
    Path file = temp.resolve("there");
    Reply reply =
        host.send(
            new Request(
                RunAs.LOGIN,
                List.of(
                    new Step.Run(Command.shell("(sleep 0.3; echo 1 >\"$1\") &", file.toString())),
                    new Step.Await(
                        Command.of("cat", file.toString()),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(50))),
                List.of()));
    assertThat(reply.steps()).containsExactly(exited(0, "", ""), exited(0, "1\n", ""));
    assertThat(host.roundTrips()).isEqualTo(1);
  }

  @Test
  void reportsAnAwaitThatTimesOut() {
    Reply reply =
        host.send(
            new Request(
                RunAs.LOGIN,
                List.of(
                    new Step.Await(
                        Command.of("false"), Duration.ofSeconds(1), Duration.ofMillis(100))),
                List.of(Command.of("true"))));
    assertThat(reply)
        .isEqualTo(new Reply(List.of(new Exec.TimedOut(Duration.ofSeconds(1))), List.of()));
  }

  @Test
  void mergesQuestionsThatShareAProcess() {
    List<String> stat = List.of("stat", "--printf=%F %n\\0");
    assertThat(
            ask(
                Command.ofMergeable(stat, "/etc"),
                Command.ofMergeable(stat, "/not/there"),
                Command.ofMergeable(stat, "/not/there"),
                Command.ofMergeable(stat, "/usr/not/there"),
                Command.ofMergeable(stat, "/etc/passwd")))
        .containsExactly(
            exited(0, "directory /etc\0", ""),
            exited(1, "", "stat: cannot statx '/not/there': No such file or directory\n"),
            exited(1, "", "stat: cannot statx '/not/there': No such file or directory\n"),
            exited(1, "", "stat: cannot statx '/usr/not/there': No such file or directory\n"),
            exited(0, "regular file /etc/passwd\0", ""));
  }

  @Test
  void givesAMissingProgramToEveryQuestionMergedIntoIt() {
    List<Exec> endings =
        ask(
            Command.ofMergeable(List.of("no-such-program"), "a"),
            Command.ofMergeable(List.of("no-such-program"), "b"));
    assertThat(endings)
        .allSatisfy(ending -> assertThat(((Exec.Exited) ending).status()).isEqualTo(127));
  }

  @Test
  void asksDifferentUsersInOneRoundTrip() {
    List<Reply> replies =
        host.send(
            List.of(
                Request.ask(RunAs.LOGIN, List.of(Command.of("sh", "-c", "sleep 0.3; id -un"))),
                Request.ask(
                    RunAs.user(UserName.of("nobody")),
                    List.of(Command.of("sh", "-c", "sleep 0.3; id -un"))),
                Request.ask(RunAs.LOGIN, List.of(Command.of("echo", "again")))));
    assertThat(replies)
        .extracting(reply -> reply.answers().getFirst())
        .containsExactly(
            exited(0, System.getProperty("user.name") + "\n", ""),
            exited(0, "nobody\n", ""),
            exited(0, "again\n", ""));
    assertThat(host.roundTrips()).isEqualTo(1);
  }

  @Test
  void isAbortedByAnotherThread() throws InterruptedException {
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(300);
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                  host.abort();
                });
    assertThat(ask(Command.of("sleep", "3"))).isInstanceOf(Exec.Lost.class);
    other.join();
    assertThat(ask(Command.of("echo", "x"))).isEqualTo(exited(0, "x\n", ""));
  }

  @Test
  void leavesNoFolderBehind() throws InterruptedException {
    String folder = ((Exec.Exited) ask(Command.of("readlink", "/proc/self/fd/1"))).out().strip();
    Path path = Path.of(folder.substring(0, folder.lastIndexOf('/')));
    assertThat(path.toString()).contains("/plumb.");
    host.close();
    for (int i = 0; i < 200 && Files.exists(path); i++) {
      Thread.sleep(10);
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void doesNotCountEmptyRequests() {
    assertThat(host.send(Request.ask(RunAs.LOGIN, List.of())))
        .isEqualTo(new Reply(List.of(), List.of()));
    assertThat(host.roundTrips()).isZero();
  }
}
