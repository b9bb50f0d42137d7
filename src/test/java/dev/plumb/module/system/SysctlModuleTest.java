package dev.plumb.module.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.host.files.TextFile;
import dev.plumb.module.LocalModuleRunner;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SysctlModuleTest {

  private static final String FORWARD = "{name: net.ipv4.ip_forward, value: 1}";

  private final ModuleHarness<SysctlModule.Spec, SysctlModule.State> sysctl =
      ModuleHarness.of(new SysctlModule());

  private static SysctlModule.State found(String running, String file) {
    return new SysctlModule.State(
        new SysctlModule.RunningValue.Present(running), new TextFile.Present(Bytes.utf8(file)));
  }

  @Nested
  class Planning {

    @Test
    void separatesRunningFromPersistedValue() {
      sysctl
          .plan(FORWARD, found("0", "# net.ipv4.ip_forward=1\nnet/ipv4/ip_forward = 0\n"))
          .needs(
              """
              value: 0 -> 1
                run sysctl -w net.ipv4.ip_forward=1
              persisted: 0 -> 1
                write /etc/sysctl.conf
                  |# net.ipv4.ip_forward=1
                  |net.ipv4.ip_forward = 1
              """);
      sysctl
          .plan(FORWARD, found("0", "net.ipv4.ip_forward=1"))
          .needs(
              """
              value: 0 -> 1
                run sysctl -w net.ipv4.ip_forward=1
              """);
      sysctl
          .plan(FORWARD, found("1", ""))
          .needs(
              """
              persisted: absent -> 1
                write /etc/sysctl.conf
                  |net.ipv4.ip_forward = 1
              """);
      sysctl.plan(FORWARD, found("1", "-net.ipv4.ip_forward = 1\n")).isInSync();
    }

    @Test
    void ignoresWhitespaceBetweenNumbers() {
      sysctl
          .plan(
              "{name: net.ipv4.ip_local_port_range, value: '32768   60999'}",
              found("32768 60999", "net.ipv4.ip_local_port_range=32768\t60999\n"))
          .isInSync();
    }

    @Test
    void mergesDuplicateLines() {
      sysctl
          .plan(FORWARD, found("1", "net.ipv4.ip_forward=0\nx.y=1\nnet.ipv4.ip_forward=1\n"))
          .needs(
              """
              persisted: 0, then 1 -> 1
                write /etc/sysctl.conf
                  |net.ipv4.ip_forward = 1
                  |x.y=1
              """);
    }

    @Test
    void removesLine() {
      var held =
          new SysctlModule.State(
              new SysctlModule.RunningValue.NotRequested(),
              new TextFile.Present(Bytes.utf8("vm.swappiness=1\n")));
      sysctl
          .plan("{name: vm.swappiness, state: absent}", held)
          .needs(
              """
              persisted: 1 -> absent
                write /etc/sysctl.conf (empty)
              """);
    }

    @Test
    void isBlockedByUnknownSettingUnlessErrorsAreIgnored() {
      var unknown =
          new SysctlModule.State(
              new SysctlModule.RunningValue.NoSuchSetting(), new TextFile.Missing());
      sysctl.plan(FORWARD, unknown).isBlocked("No such kernel parameter").fixableByEarlierTask();
      sysctl
          .plan("{name: net.bridge.x, value: yes, ignoreerrors: true}", unknown)
          .needs(
              """
              persisted: absent -> 1
                write /etc/sysctl.conf
                  |net.bridge.x = 1
              """);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "net.ipv4.ip_forward, net/ipv4/ip_forward",
    "net/ipv4/conf/eth0.100/forwarding, net/ipv4/conf/eth0.100/forwarding",
    "net.ipv4.conf.eth0/100.forwarding, net/ipv4/conf/eth0.100/forwarding",
  })
  void acceptsDotsAndSlashesInNames(String name, String path) {
    assertThat(SysctlKey.of(name).path()).isEqualTo(path);
  }

  @Test
  void rejectsNameOutsideProcSys() {
    sysctl.rejects(
        "{name: ../x y, value: 1}",
        "Invalid argument: The argument \"name\" must be a setting of the kernel such as"
            + " \"net.ipv4.ip_forward\", but was \"../x y\".");
  }

  @Test
  void parsesKernelOutput() {
    assertThat(SysctlModule.parse(Exec.Exited.of(0, "32768\t60999\n", "")))
        .isEqualTo(Reading.of(new SysctlModule.RunningValue.Present("32768 60999")));
    assertThat(
            SysctlModule.parse(
                Exec.Exited.of(1, "", "cat: /proc/sys/a/b: No such file or directory\n")))
        .isEqualTo(Reading.of(new SysctlModule.RunningValue.NoSuchSetting()));
    assertThat(
            SysctlModule.parse(
                Exec.Exited.of(1, "", "cat: /proc/sys/net/ipv4/route/flush: Permission denied\n")))
        .isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void keepsTheFile(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("s.conf"), "a.b = 1");
    LocalModuleRunner local = LocalModuleRunner.in(folder);
    local.apply(sysctl, "{name: c.d, value: 2, reload: false, sysctl_file: " + folder + "/s.conf}");
    local.apply(sysctl, "{name: a.b, state: absent, sysctl_file: " + folder + "/s.conf}");

    assertThat(folder.resolve("s.conf")).hasContent("c.d = 2\n");
  }
}
