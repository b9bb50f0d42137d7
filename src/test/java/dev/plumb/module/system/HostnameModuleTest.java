package dev.plumb.module.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.ModuleHarness;
import dev.plumb.module.system.HostnameModule.Spec;
import dev.plumb.module.system.HostnameModule.State;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostnameModuleTest {

  private final ModuleHarness<Spec, State> hostname = ModuleHarness.of(new HostnameModule());

  @Test
  void setsRunningAndPersistedName() {
    hostname
        .plan("name: node1", new State("debian", "debian"))
        .needs(
            """
            running: debian -> node1
              run hostname node1
            persisted: debian -> node1
              write /etc/hostname
                |node1
            """);
  }

  @Test
  void setsOnlyWhatDiffers() {
    hostname
        .plan("{name: node1, use: systemd}", new State("node1", ""))
        .needs(
            """
            persisted:  -> node1
              write /etc/hostname
                |node1
            """);
    hostname.plan("name: node1", new State("node1", "node1")).isInSync();
  }

  @Test
  void parsesBothNames() {
    assertThat(read(Exec.Exited.of(0, "node1\n", ""), Exec.Exited.of(0, "node1\n", "")))
        .isEqualTo(Reading.of(new State("node1", "node1")));
    assertThat(
            read(
                Exec.Exited.of(0, "node1\n", ""),
                Exec.Exited.of(1, "", "cat: /etc/hostname: No such file or directory\n")))
        .isEqualTo(Reading.of(new State("node1", "")));
  }

  @Test
  void treatsFailedProbesAsUnreadable() {
    assertThat(
            read(Exec.Exited.of(126, "", "uname: Permission denied\n"), Exec.Exited.of(0, "", "")))
        .isEqualTo(
            Reading.unreadable("uname -n ended with status 126:\n    uname: Permission denied"));
    assertThat(
            read(
                Exec.Exited.of(0, "node1\n", ""),
                Exec.Exited.of(1, "", "cat: /etc/hostname: Permission denied\n")))
        .isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void updatesFactsOfTheHost() {
    assertThat(
            hostname
                .module()
                .facts(
                    hostname.read("name: node1.example.com"), new State("node1.example.com", "")))
        .isEqualTo(
            Map.of(
                "ansible_nodename", Value.text("node1.example.com"),
                "ansible_hostname", Value.text("node1")));
  }

  @Test
  void rejectsInvalidNames() {
    hostname.rejects(
        "name: -a b",
        "Invalid arguments: The module hostname must have a \"name\" such as \"node1\" or"
            + " \"node1.example.com\", but was given \"-a b\".");
  }

  private Reading<State> read(Exec uname, Exec cat) {
    return hostname.module().probe(hostname.read("name: node1")).read(List.of(uname, cat));
  }
}
