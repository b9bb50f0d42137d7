package dev.plumb.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.lab.LabHosts;
import dev.plumb.lab.OnTheLab;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.StreamedProcess;
import dev.plumb.remote.Target;
import dev.plumb.transport.sshj.SshHost;
import dev.plumb.value.HostName;
import dev.plumb.value.Secret;
import dev.plumb.value.UserName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnTheLab
@Timeout(60)
class StreamCopierLabTest {

  private static final Path LAB = LabHosts.directory();
  private static final RunAs ROOT = RunAs.user(UserName.ROOT);

  private final SshHost node0 = host("node0", LabHosts.address("node0"));
  private final SshHost node1 = host("node1", LabHosts.address("node1"));

  private static SshHost host(String name, String address) {
    return new SshHost(
        new Target(
            new HostName(name),
            Target.Kind.SSH,
            address,
            22,
            Optional.of("admin"),
            List.of(LAB.resolve("key").toString()),
            Optional.empty(),
            Optional.of(LAB.resolve("known_hosts").toString()),
            Target.HostKeys.STRICT,
            Duration.ofSeconds(20),
            Optional.of(Secret.of("plumb-lab"))));
  }

  @AfterEach
  void close() {
    node0.close();
    node1.close();
  }

  private Exec carry(String from, String to) {
    StreamedProcess source = node0.stream(ROOT, Command.shell(from));
    return StreamCopier.copy(
        node1.stream(ROOT, Command.shell(to)), StreamCopier.from(source, "save on node0"));
  }

  @Test
  void copiesAsAnotherUserWithAPassword() {
    assertThat(carry("id -un; head -c 9000000 /dev/zero", "read -r x; echo $x; wc -c; id -un"))
        .isEqualTo(Exec.Exited.of(0, "root\n9000000\nroot\n", ""));
  }

  @Test
  void reportsWhichEndFailed() {
    assertThat(carry("echo a; echo gone >&2; exit 7", "cat"))
        .isEqualTo(Exec.Exited.of(7, "", "This command failed: save on node0\ngone\n"));
    assertThat(carry("cat /dev/zero", "head -c 9000000 >/dev/null; echo full >&2; exit 4"))
        .isEqualTo(Exec.Exited.of(4, "", "full\n"));
  }

  @Test
  void endsWhenAConnectionIsCutOnEitherSide() {
    assertThat(carry("sleep 0.5; pkill -KILL -u admin sshd; cat /dev/zero", "cat >/dev/null"))
        .isInstanceOfSatisfying(
            Exec.Lost.class, lost -> assertThat(lost.reason()).startsWith("save on node0: "));
    assertThat(carry("cat /dev/zero", "sleep 0.5; pkill -KILL -u admin sshd; cat >/dev/null"))
        .isInstanceOf(Exec.Lost.class);
  }

  @Test
  void reconnectsAfterwards() {
    assertThat(carry("sleep 0.2; pkill -KILL -u admin sshd; cat /dev/zero", "cat >/dev/null"))
        .isInstanceOf(Exec.Lost.class);

    assertThat(carry("echo again", "cat")).isEqualTo(Exec.Exited.of(0, "again\n", ""));
  }
}
