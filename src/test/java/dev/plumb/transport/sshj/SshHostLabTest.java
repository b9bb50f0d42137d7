package dev.plumb.transport.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.lab.LabHosts;
import dev.plumb.lab.OnTheLab;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.remote.Target;
import dev.plumb.remote.UnreachableException;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.Sha256;
import dev.plumb.value.UserName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnTheLab
class SshHostLabTest {

  private static final Path LAB = LabHosts.directory();
  private static final String ADDRESS = LabHosts.address("node0");
  private static final RunAs ROOT = RunAs.user(UserName.ROOT);

  /** A target to vary: only what a test is about stands in it. */
  private record Given(
      String user,
      String address,
      int port,
      String key,
      Optional<Secret> password,
      Path knownHosts,
      Target.HostKeys hostKeys,
      Optional<Secret> becomePassword) {

    static Given user(String name) {
      return new Given(
          name,
          ADDRESS,
          22,
          LAB.resolve("key").toString(),
          Optional.empty(),
          LAB.resolve("known_hosts"),
          Target.HostKeys.STRICT,
          Optional.empty());
    }

    Given at(String otherAddress, int otherPort) {
      return new Given(
          user, otherAddress, otherPort, key, password, knownHosts, hostKeys, becomePassword);
    }

    Given key(String file) {
      return new Given(user, address, port, file, password, knownHosts, hostKeys, becomePassword);
    }

    Given password(String word) {
      return new Given(
          user,
          address,
          port,
          key,
          Optional.of(Secret.of(word)),
          knownHosts,
          hostKeys,
          becomePassword);
    }

    Given knownHosts(Path file, Target.HostKeys mode) {
      return new Given(user, address, port, key, password, file, mode, becomePassword);
    }

    Given becomePassword(String word) {
      return new Given(
          user, address, port, key, password, knownHosts, hostKeys, Optional.of(Secret.of(word)));
    }

    SshHost host() {
      return new SshHost(
          new Target(
              new HostName("node0"),
              Target.Kind.SSH,
              address,
              port,
              Optional.of(user),
              key.isEmpty() ? List.of() : List.of(key),
              password,
              Optional.of(knownHosts.toString()),
              hostKeys,
              Duration.ofSeconds(20),
              becomePassword));
    }
  }

  private static List<Exec> ask(SshHost host, RunAs as, Command... questions) {
    return host.send(Request.ask(as, List.of(questions))).answers();
  }

  private static Diagnostic refusal(Given given, RunAs as) {
    try (SshHost host = given.host()) {
      UnreachableException refused =
          catchThrowableOfType(
              UnreachableException.class, () -> ask(host, as, Command.of("id", "-un")));
      assertThat(refused).isNotNull();
      return refused.reason();
    }
  }

  private static Exec exited(int status, String out, String err) {
    return Exec.Exited.of(status, out, err);
  }

  @Nested
  class Asking {

    @Test
    void answersManyQuestionsInOneRoundTrip() {
      try (SshHost host = Given.user("root").host()) {
        assertThat(
                ask(
                    host,
                    RunAs.LOGIN,
                    Command.of("id", "-un"),
                    Command.shell("echo $HOME; echo oops >&2; exit 3"),
                    Command.shell("kill -9 $$"),
                    Command.of("printf", "%s", "it's $x\n`y`")))
            .containsExactly(
                exited(0, "root\n", ""),
                exited(3, "/root\n", "oops\n"),
                new Exec.Killed(9, Bytes.EMPTY, Bytes.EMPTY),
                exited(0, "it's $x\n`y`", ""));
        assertThat(host.roundTrips()).isEqualTo(1);
      }
    }

    @Test
    void carriesMegabytesOfAnyBytesBothWays() {
      byte[] bytes = new byte[8 << 20];
      new Random(3).nextBytes(bytes);
      try (SshHost host = Given.user("root").host()) {
        assertThat(ask(host, RunAs.LOGIN, Command.of("cat").withInput(Bytes.of(bytes))))
            .containsExactly(new Exec.Exited(0, Bytes.of(bytes), Bytes.EMPTY));
      }
    }

    @Test
    void killsACommandOnTimeoutAndAnswersTheOthers() {
      try (SshHost host = Given.user("admin").becomePassword("plumb-lab").host()) {
        for (RunAs as : List.of(RunAs.LOGIN, ROOT)) {
          assertThat(
                  ask(
                      host,
                      as,
                      Command.of("sleep", "1000").withTimeout(Duration.ofMillis(300)),
                      Command.of("echo", "after")))
              .containsExactly(new Exec.TimedOut(Duration.ofMillis(300)), exited(0, "after\n", ""));
        }
        assertThat(host.roundTrips()).isEqualTo(2);
      }
    }

    @Test
    void losesPendingAnswersWhenTheConnectionBreaksAndReconnects() {
      try (SshHost host = Given.user("root").host()) {
        Command cut = Command.shell("kill -9 $(ps -o ppid= -p $PPID); sleep 2");
        List<Exec> endings = ask(host, RunAs.LOGIN, Command.of("true"), cut, Command.of("id"));
        assertThat(endings.getFirst()).isEqualTo(exited(0, "", ""));
        assertThat(endings.subList(1, 3))
            .allSatisfy(ending -> assertThat(ending).isInstanceOf(Exec.Lost.class));
        assertThat(ask(host, RunAs.LOGIN, Command.of("echo", "x")))
            .containsExactly(exited(0, "x\n", ""));
      }
    }

    @Test
    void isAbortedByAnotherThread() throws InterruptedException {
      try (SshHost host = Given.user("root").host()) {
        assertThat(ask(host, RunAs.LOGIN, Command.of("true"))).hasSize(1);
        Thread other = Thread.ofVirtual().start(host::abort);
        List<Exec> endings = ask(host, RunAs.LOGIN, Command.of("sleep", "2"));
        other.join();
        if (!(endings.getFirst() instanceof Exec.Lost)) {
          // The other thread was faster than the question; then it went on a new connection.
          assertThat(endings).containsExactly(exited(0, "", ""));
        }
        assertThat(ask(host, RunAs.LOGIN, Command.of("echo", "x")))
            .containsExactly(exited(0, "x\n", ""));
      }
    }

    @Test
    void leavesNothingOnTheHost() throws InterruptedException {
      String folder;
      try (SshHost host = Given.user("root").host()) {
        folder =
            ((Exec.Exited)
                    ask(host, RunAs.LOGIN, Command.of("readlink", "/proc/self/fd/1")).getFirst())
                .out()
                .strip()
                .replaceAll("/[^/]*$", "");
      }
      assertThat(folder).contains("/plumb.");
      Thread.sleep(200);
      try (SshHost host = Given.user("root").host()) {
        assertThat(ask(host, RunAs.LOGIN, Command.of("test", "-e", folder)))
            .containsExactly(exited(1, "", ""));
      }
    }
  }

  @Nested
  class BecomingAnotherUser {

    @Test
    void needsNoPasswordWhereNoneIsAsked() {
      try (SshHost host = Given.user("deploy").host()) {
        assertThat(ask(host, ROOT, Command.shell("id -un; pwd; echo $HOME")))
            .containsExactly(exited(0, "root\n/root\n/root\n", ""));
      }
    }

    @Test
    void givesThePasswordWhenAskedForIt() {
      try (SshHost host = Given.user("admin").becomePassword("plumb-lab").host()) {
        List<Reply> replies =
            host.send(
                List.of(
                    Request.ask(ROOT, List.of(Command.of("id", "-un"))),
                    Request.ask(RunAs.LOGIN, List.of(Command.of("id", "-un")))));
        assertThat(replies)
            .extracting(reply -> reply.answers().getFirst())
            .containsExactly(exited(0, "root\n", ""), exited(0, "admin\n", ""));
        assertThat(host.roundTrips()).isEqualTo(1);
      }
    }

    @Test
    void sendsNoPasswordToAShellThatDidNotAsk() {
      try (SshHost host = Given.user("deploy").becomePassword("rm -rf /").host()) {
        assertThat(ask(host, ROOT, Command.of("id", "-un")))
            .containsExactly(exited(0, "root\n", ""));
      }
    }

    @Test
    void triesAWrongPasswordOnce() {
      Diagnostic refusal = refusal(Given.user("admin").becomePassword("wrong"), ROOT);
      assertThat(refusal.summary()).isEqualTo("Privilege escalation failed");
      assertThat(refusal.detail())
          .startsWith(
              "sudo on node0 rejected the password of admin. plumb tries it once. Check"
                  + " ansible_become_password for this host, or run with -K and enter it.")
          .doesNotContain("wrong");
    }

    @Test
    void reportsAMissingPassword() {
      assertThat(refusal(Given.user("admin"), ROOT).detail())
          .isEqualTo(
              """
              admin may become root on node0 only with a password, but none was given. \
              Run with -K, or set ansible_become_password for this host. Its output:
                  sudo: a password is required\
              """);
    }

    @Test
    void reportsAnUnknownUser() {
      assertThat(refusal(Given.user("deploy"), RunAs.user(UserName.of("nosuch"))).detail())
          .startsWith("There is no user nosuch on node0.");
    }

    @Test
    void isTheLoginItselfWithoutSudo() {
      try (SshHost host = Given.user("admin").host()) {
        assertThat(
                ask(host, RunAs.user(UserName.of("admin")), Command.shell("echo \"[$SUDO_USER]\"")))
            .containsExactly(exited(0, "[]\n", ""));
      }
    }

    @Test
    void writesFilesAsThatUser(@TempDir Path temp) throws IOException {
      Path source = temp.resolve("source");
      long size = 100 << 20;
      Sha256 digest;
      try (DigestOutputStream out =
          new DigestOutputStream(Files.newOutputStream(source), Sha256.digest())) {
        fill(out, size);
        digest = Sha256.of(out.getMessageDigest());
      }
      RemotePath target = RemotePath.of("/root/plumb-transport-test");
      try (SshHost host = Given.user("admin").becomePassword("plumb-lab").host()) {
        Reply reply =
            host.send(
                new Request(
                    ROOT,
                    List.of(
                        Step.Write.of(
                            target,
                            new Content.LocalFile(source.toString(), size, digest),
                            Optional.empty())),
                    List.of(
                        Command.of("sha256sum", target.value()),
                        Command.of("rm", target.value()))));
        assertThat(reply.steps()).containsExactly(exited(0, "", ""));
        assertThat(reply.answers().getFirst())
            .isEqualTo(exited(0, digest + "  " + target + "\n", ""));
      }
    }

    private static void fill(OutputStream out, long size) throws IOException {
      byte[] piece = new byte[1 << 20];
      Random random = new Random(1);
      for (long i = 0; i < size; i += piece.length) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
  }

  @Nested
  class Connecting {

    @Test
    void reportsARefusedConnection() {
      Diagnostic refusal = refusal(Given.user("root").at(ADDRESS, 1), RunAs.LOGIN);
      assertThat(refusal.summary()).isEqualTo("Connection refused");
    }

    @Test
    void reportsAnUnknownHostName() {
      Diagnostic refusal = refusal(Given.user("root").at("no-such.invalid", 22), RunAs.LOGIN);
      assertThat(refusal.summary()).isEqualTo("Unknown host name");
    }

    @Test
    void reportsARejectedLogin(@TempDir Path temp) throws Exception {
      Path key = temp.resolve("other");
      new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
          .start()
          .waitFor();
      Diagnostic refusal = refusal(Given.user("nobody").key(key.toString()), RunAs.LOGIN);
      assertThat(refusal.summary()).isEqualTo("Login not accepted");
      assertThat(refusal.detail())
          .startsWith(
              "node0 rejected the login of nobody. These methods were tried:\n    key "
                  + key
                  + "\n");
    }

    @Test
    void logsInWithEachKindOfKey(@TempDir Path temp) throws Exception {
      for (String type : List.of("ed25519", "ecdsa", "rsa")) {
        for (String format : List.of("RFC4716", "PEM")) {
          if (type.equals("ed25519") && format.equals("PEM")) {
            continue;
          }
          Path key = temp.resolve(type + format);
          new ProcessBuilder(
                  "ssh-keygen", "-q", "-t", type, "-m", format, "-N", "", "-f", key.toString())
              .start()
              .waitFor();
          String line = Files.readString(Path.of(key + ".pub")).strip();
          try (SshHost root = Given.user("root").host()) {
            assertThat(
                    ask(
                        root,
                        RunAs.user(UserName.of("deploy")),
                        Command.shell(
                            "cp -p ~/.ssh/authorized_keys ~/keys; echo \"$1\" >>"
                                + " ~/.ssh/authorized_keys",
                            line)))
                .containsExactly(exited(0, "", ""));
            try (SshHost host = Given.user("deploy").key(key.toString()).host()) {
              assertThat(ask(host, RunAs.LOGIN, Command.of("id", "-un")))
                  .as(type + format)
                  .containsExactly(exited(0, "deploy\n", ""));
            } finally {
              ask(
                  root,
                  RunAs.user(UserName.of("deploy")),
                  Command.shell("mv ~/keys ~/.ssh/authorized_keys"));
            }
          }
        }
      }
    }

    @Test
    void logsInWithAPassword() {
      try (SshHost host = Given.user("admin").key("").password("plumb-lab").host()) {
        assertThat(ask(host, RunAs.LOGIN, Command.of("id", "-un")))
            .containsExactly(exited(0, "admin\n", ""));
      }
      assertThat(refusal(Given.user("admin").key("").password("wrong"), RunAs.LOGIN).detail())
          .contains("    password\n")
          .doesNotContain("wrong");
    }

    @Test
    void reportsUnusableKeyFiles(@TempDir Path temp) throws Exception {
      Path key = temp.resolve("locked");
      new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "pass", "-f", key.toString())
          .start()
          .waitFor();
      assertThat(refusal(Given.user("root").key(key.toString()), RunAs.LOGIN).detail())
          .isEqualTo(
              "The key file "
                  + key
                  + " for node0 is encrypted with a passphrase, which plumb does not support.");
      assertThat(refusal(Given.user("root").key(temp + "/none"), RunAs.LOGIN).detail())
          .endsWith("none for node0 does not exist.");
    }

    @Test
    void rejectsAnUnknownHostByDefault(@TempDir Path temp) throws IOException {
      Path file = temp.resolve("made/known_hosts");
      Given strict = Given.user("root").knownHosts(file, Target.HostKeys.STRICT);
      Diagnostic refusal = refusal(strict, RunAs.LOGIN);
      assertThat(refusal.summary()).isEqualTo("Unknown host key");
      assertThat(refusal.detail())
          .contains("    SHA256:")
          .contains("    " + ADDRESS + " ssh-ed25519 AAAA");
      assertThat(file).doesNotExist();

      for (int i = 0; i < 2; i++) {
        try (SshHost host =
            Given.user("root").knownHosts(file, Target.HostKeys.ACCEPT_NEW).host()) {
          assertThat(ask(host, RunAs.LOGIN, Command.of("true"))).hasSize(1);
        }
      }
      assertThat(Files.readAllLines(file)).hasSize(1);
      try (SshHost host = strict.host()) {
        assertThat(ask(host, RunAs.LOGIN, Command.of("true"))).hasSize(1);
      }
      Files.delete(file);
      try (SshHost host = Given.user("root").knownHosts(file, Target.HostKeys.OFF).host()) {
        assertThat(ask(host, RunAs.LOGIN, Command.of("true"))).hasSize(1);
      }
      assertThat(file).doesNotExist();
    }

    @Test
    void refusesAChangedHostInEveryModeButOff(@TempDir Path temp) throws IOException {
      List<String> known = Files.readAllLines(LAB.resolve("known_hosts"));
      String other =
          known.stream()
              .filter(line -> line.startsWith("node1") && line.contains("ssh-ed25519"))
              .findFirst()
              .orElseThrow();
      Path file = temp.resolve("known_hosts");
      Files.writeString(file, "# mine\n\n" + other.replaceFirst("^\\S+", ADDRESS) + "\n");
      for (Target.HostKeys mode : List.of(Target.HostKeys.STRICT, Target.HostKeys.ACCEPT_NEW)) {
        Diagnostic refusal = refusal(Given.user("root").knownHosts(file, mode), RunAs.LOGIN);
        assertThat(refusal.summary()).isEqualTo("Host key changed");
        assertThat(refusal.detail()).contains("    " + file + ":3\n").contains("man in the middle");
      }
    }

    @Test
    void asksForTheKindOfKeyThatIsKnown(@TempDir Path temp) throws IOException {
      for (String type : List.of("ecdsa-sha2-nistp256", "ssh-rsa", "ssh-ed25519")) {
        Path file = temp.resolve(type);
        Files.write(
            file,
            Files.readAllLines(LAB.resolve("known_hosts")).stream()
                .filter(line -> line.contains(type))
                .toList());
        try (SshHost host = Given.user("root").knownHosts(file, Target.HostKeys.STRICT).host()) {
          assertThat(ask(host, RunAs.LOGIN, Command.of("true"))).hasSize(1);
        }
      }
    }
  }
}
