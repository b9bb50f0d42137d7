package org.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultTargetModuleTest {

  private final ModuleHarness<DefaultTargetModule.Spec, String> module =
      ModuleHarness.of(new DefaultTargetModule());

  @Test
  void setsAnotherTarget() {
    module
        .plan("name: multi-user.target", "graphical.target")
        .needs(
            """
            default target: graphical.target -> multi-user.target
              run systemctl set-default multi-user.target
            """);
  }

  @Test
  void isInSyncWithTheRequestedTarget() {
    module.plan("name: multi-user.target", "multi-user.target").isInSync();
  }

  @Test
  void treatsAFailedProbeAsUnreadable() {
    var probe = module.module().probe(module.read("name: multi-user.target"));

    assertThat(probe.read(List.of(Exec.Exited.of(1, "", "Permission denied\n"))))
        .isEqualTo(
            Reading.unreadable(
                "systemctl get-default ended with status 1:\n    Permission denied"));
  }

  @Test
  void rejectsWhatIsNotATarget() {
    module.rejects(
        "name: sshd.service",
        "Invalid arguments: The module default_target must have a \"name\" that ends with .target,"
            + " but was given \"sshd.service\".");
  }
}
