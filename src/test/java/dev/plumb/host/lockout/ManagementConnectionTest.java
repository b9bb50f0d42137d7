package dev.plumb.host.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManagementConnectionTest {

  private static Reading<ManagementConnection> parse(String said) {
    return ManagementConnection.parse(Exec.Exited.of(0, said, ""));
  }

  @Test
  void isAskedForWithoutChangingAnything() {
    ModuleHarness.assertReadOnly(ManagementConnection.probe());
    ModuleHarness.assertReadOnly(ManagementConnection.probeWithRoute());
  }

  @Test
  void isReadFromWhatSshdTells() {
    assertThat(parse("192.0.2.1 34086 192.0.2.8 22\n"))
        .isEqualTo(
            Reading.of(
                new ManagementConnection.Ssh(
                    "192.0.2.1", 34086, "192.0.2.8", 22, Optional.empty(), Optional.empty())));
  }

  @Test
  void knowsTheNeighbourThatPacketsComeBy() {
    assertThat(
            parse(
                """
                10.0.0.5 34086 192.0.2.8 22
                10.0.0.5 via 192.0.2.1 dev eth0 src 192.0.2.8 uid 0 \\    cache\s
                192.0.2.7 dev eth0 lladdr 02:00:00:00:00:07 STALE
                192.0.2.1 dev eth0 lladdr 02:00:00:00:00:01 REACHABLE
                """))
        .isEqualTo(
            Reading.of(
                new ManagementConnection.Ssh(
                    "10.0.0.5",
                    34086,
                    "192.0.2.8",
                    22,
                    Optional.of("eth0"),
                    Optional.of("02:00:00:00:00:01"))));
  }

  @Test
  void isLocalWhereNoSshdTold() {
    assertThat(parse("\n")).isEqualTo(Reading.of(new ManagementConnection.Local()));
  }
}
