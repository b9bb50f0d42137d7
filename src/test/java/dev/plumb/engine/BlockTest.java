package dev.plumb.engine;

import static dev.plumb.engine.ThingModule.get;
import static dev.plumb.engine.ThingModule.is;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.remote.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockTest {

  @TempDir Path folder;

  private EngineFixture run;
  private ScriptedHost node;

  @BeforeEach
  void oneHost() {
    run = new EngineFixture(folder);
    node = run.host("node");
  }

  private void runs(ScriptedHost host, String command) {
    host.expect(new Step.Run(Command.of(command)), Exec.Exited.of(0, "", ""));
  }

  private void fails(ScriptedHost host, String command) {
    host.expect(new Step.Run(Command.of(command)), Exec.Exited.of(1, "", "no\n"));
  }

  private static final String ALL_PARTS =
      """
      - hosts: all
        tasks:
          - block:
              - {name: one, command: one}
              - {name: two, command: two}
            rescue:
              - {name: mend, command: mend}
            always:
              - {name: tidy, command: tidy}
          - {name: after, command: after}
      """;

  @Test
  void skipsTheRescueWhenNothingFails() {
    runs(node, "one");
    runs(node, "two");
    runs(node, "tidy");
    runs(node, "after");

    run.apply(ALL_PARTS);

    assertThat(run.statuses())
        .containsExactly(
            "node one changed", "node two changed", "node tidy changed", "node after changed");
  }

  @Test
  void rescuesOnlyTheFailedHostAndContinuesThere() {
    ScriptedHost other = run.host("other");
    fails(node, "one");
    runs(node, "mend");
    runs(node, "tidy");
    runs(node, "after");
    runs(other, "one");
    runs(other, "two");
    runs(other, "tidy");
    runs(other, "after");

    run.apply(ALL_PARTS);

    assertThat(run.statuses().stream().filter(status -> status.startsWith("node")))
        .containsExactly(
            "node one failed", "node mend changed", "node tidy changed", "node after changed");
    assertThat(run.summary("node").failed()).isZero();
  }

  @Test
  void runsAlwaysAndThenStopsWhenTheRescueFailsToo() {
    fails(node, "one");
    fails(node, "mend");
    runs(node, "tidy");

    run.apply(ALL_PARTS);

    assertThat(run.statuses())
        .containsExactly("node one failed", "node mend failed", "node tidy changed");
    assertThat(run.summary("node").failed()).isEqualTo(1);
  }

  @Test
  void leavesInnerBlocksByTheirAlwaysBeforeTheOuterRescue() {
    fails(node, "inner");
    runs(node, "inner-tidy");
    runs(node, "mend");
    runs(node, "outer-tidy");
    runs(node, "after");

    run.apply(
        """
        - hosts: all
          tasks:
            - block:
                - block:
                    - {name: inner, command: inner}
                    - {name: not reached, command: never}
                  always:
                    - {name: inner-tidy, command: inner-tidy}
                - {name: not reached either, command: never}
                - block:
                    - {name: nor this, command: never}
                  always:
                    - {name: nor its always, command: never}
              rescue:
                - {name: mend, command: mend}
              always:
                - {name: outer-tidy, command: outer-tidy}
            - {name: after, command: after}
        """);

    assertThat(run.statuses())
        .containsExactly(
            "node inner failed",
            "node inner-tidy changed",
            "node mend changed",
            "node outer-tidy changed",
            "node after changed");
  }

  @Test
  void exposesTheFailedTaskToTheRescue() {
    fails(node, "one");
    node.expect(new Step.Run(Command.of("report", "one", "1")), Exec.Exited.of(0, "", ""));

    run.apply(
        """
        - hosts: all
          tasks:
            - block:
                - {name: one, command: one}
              rescue:
                - command: report ${ansible_failed_task.name} ${ansible_failed_result.rc}
        """);

    assertThat(run.summary("node").changed()).isEqualTo(1);
  }

  @Test
  void doesNotRescueRefusals() {
    node.expect(get("a"), is("precious"));
    runs(node, "tidy");

    run.apply(
        """
        - hosts: all
          tasks:
            - block:
                - {name: a, thing: {name: a, value: '1'}}
              rescue:
                - {name: mend, command: mend}
              always:
                - {name: tidy, command: tidy}
        """);

    assertThat(run.statuses()).containsExactly("node a refused", "node tidy changed");
    assertThat(run.summary("node").refused()).isEqualTo(1);
  }

  @Test
  void doesNotRescueUnreachableHosts() {
    node.refuse(Diagnostic.error("Host unreachable", "Connection refused."));

    run.apply(ALL_PARTS);

    assertThat(run.statuses()).containsExactly("node one unreachable");
  }

  @Test
  void passesItsKeywordsToItsTasks() {
    node.expect(
        new Step.Run(Command.of("one").withEnvironment(java.util.Map.of("A", "x"))),
        Exec.Exited.of(0, "", ""));

    run.apply(
        """
        - hosts: all
          tasks:
            - block:
                - {name: one, command: one}
                - {name: two, command: two, when: false}
              vars: {a: x}
              environment: {A: '${a}'}
            - block:
                - {name: three, command: three}
              when: a is defined
        """
            .replace("a is defined", "a??"));

    assertThat(run.statuses())
        .containsExactly("node one changed", "node two skipped", "node three skipped");
  }

  @Test
  void costsASteadyHostOneRoundTrip() {
    for (String name : new String[] {"a", "b", "d", "e"}) {
      node.expect(get(name), is("1"));
    }

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
            - block:
                - {name: b, thing: {name: b, value: '1'}}
              rescue:
                - {name: c, thing: {name: c, value: '1'}}
              always:
                - {name: d, thing: {name: d, value: '1'}}
            - {name: e, thing: {name: e, value: '1'}}
        """);

    assertThat(run.summary("node").roundTrips()).isEqualTo(1);
  }
}
