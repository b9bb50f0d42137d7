package dev.plumb.module.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitForModuleTest {

  private final ModuleHarness<WaitForModule.Spec, WaitForModule.State> waitFor =
      ModuleHarness.of(new WaitForModule());

  private Plan<WaitForModule.State> plan(String yaml, WaitForModule.State state) {
    return waitFor.plan(yaml, state).plan();
  }

  private Command question(String yaml) {
    return new WaitForModule().probe(waitFor.read(yaml)).questions().getFirst();
  }

  @Test
  void isInSyncWhenConditionIsMet() {
    waitFor.plan("port: 2379", WaitForModule.State.MET).isInSync();
  }

  @Test
  void waitsWithRequestedTimeoutAndInterval() {
    assertThat(plan("{port: 2379, timeout: 60, sleep: 5}", WaitForModule.State.NOT_MET))
        .isInstanceOfSatisfying(
            Plan.Waiting.class,
            waits -> {
              assertThat(waits.condition().timeout()).isEqualTo(Duration.ofMinutes(1));
              assertThat(waits.condition().interval()).isEqualTo(Duration.ofSeconds(5));
              assertThat(waits.timeoutReason().detail())
                  .isEqualTo("Waited 60 s for port 2379 of 127.0.0.1 to accept connections.");
            });
  }

  @Test
  void probesForAbsenceWhenRequested() {
    assertThat(question("{port: 80, host: node1}").words())
        .endsWith("sh", "node1", "80", "5", "open");
    assertThat(question("{port: 80, state: stopped}").words())
        .endsWith("sh", "127.0.0.1", "80", "5", "closed");
    assertThat(question("{path: /run/x, state: absent}").words()).endsWith("sh", "/run/x", "gone");
    assertThat(question("{path: /run/x, search_regex: ^a}").words())
        .endsWith("sh", "/run/x", "there", "^a");
  }

  @Test
  void probesReadOnly() {
    ModuleHarness.assertReadOnly(new WaitForModule().probe(waitFor.read("port: 80")));
    ModuleHarness.assertReadOnly(new WaitForModule().probe(waitFor.read("path: /run/x")));
    ModuleHarness.assertReadOnly(
        new WaitForModule().probe(waitFor.read("{path: /run/x, search_regex: a}")));
  }

  @Test
  void isBlockedWithoutProgramToConnectWith() {
    waitFor
        .plan("port: 80", WaitForModule.State.NO_PROGRAM)
        .isBlocked("No program to connect with")
        .fixableByEarlierTask();
  }

  @Test
  void parsesExitStatusOnly() {
    var probe = new WaitForModule().probe(waitFor.read("port: 80"));
    assertThat(probe.read(List.of(Exec.Exited.of(0, "", ""))))
        .isEqualTo(Reading.of(WaitForModule.State.MET));
    assertThat(probe.read(List.of(Exec.Exited.of(1, "", ""))))
        .isEqualTo(Reading.of(WaitForModule.State.NOT_MET));
    assertThat(probe.read(List.of(Exec.Exited.of(3, "", ""))))
        .isEqualTo(Reading.of(WaitForModule.State.NO_PROGRAM));
    assertThat(probe.read(List.of(Exec.Exited.of(2, "", "syntax"))))
        .isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void requiresEitherPortOrPath() {
    waitFor.rejects(
        "host: node1",
        "Invalid arguments: The module wait_for must have either \"port\" or \"path\".");
  }
}
