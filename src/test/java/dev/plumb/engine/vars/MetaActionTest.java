package dev.plumb.engine.vars;

import static dev.plumb.engine.ThingModule.get;
import static dev.plumb.engine.ThingModule.is;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.engine.EngineFixture;
import dev.plumb.engine.task.HandlerMarkers;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that steer the play itself, and when handlers run. */
class MetaActionTest {

  @TempDir Path folder;

  private EngineFixture run;
  private ScriptedHost a;
  private ScriptedHost b;

  @BeforeEach
  void twoHosts() {
    run = new EngineFixture(folder);
    a = run.host("a");
    b = run.host("b");
  }

  private void runs(ScriptedHost host, String... commands) {
    for (String command : commands) {
      host.expect(new Step.Run(Command.of(command)), Exec.Exited.of(0, "", ""));
    }
  }

  private void expectsNotes(ScriptedHost host, int times) {
    String note = "reload." + Bytes.utf8("\nreload").sha256().hex().substring(0, 12);
    host.whenever(HandlerMarkers.probe().questions().getFirst(), Exec.Exited.of(0, "", ""));
    for (int i = 0; i < times; i++) {
      host.expect(HandlerMarkers.write(List.of(note)), Exec.Exited.of(0, note + "\n", ""));
      host.expect(HandlerMarkers.remove(List.of(note)), Exec.Exited.of(0, "", ""));
    }
  }

  @Test
  void runsHandlersWhenFlushed() {
    expectsNotes(a, 1);
    runs(a, "one", "reload", "two");

    run.apply(
        """
        - hosts: a
          tasks:
            - {name: one, command: one, notify: reload}
            - meta: flush_handlers
            - {name: two, command: two}
          handlers:
            - {name: reload, command: reload}
        """);

    assertThat(run.statuses())
        .containsExactly("a one changed", "a reload changed", "a two changed");
  }

  @Test
  void runsHandlersAfterEachPartOfAPlay() {
    expectsNotes(a, 3);
    runs(a, "pre", "reload", "task", "reload", "post", "reload");

    run.apply(
        """
        - hosts: a
          post_tasks: [{name: post, command: post, notify: reload}]
          tasks: [{name: task, command: task, notify: tell all}]
          pre_tasks: [{name: pre, command: pre, notify: reload}]
          handlers:
            - {name: reload, command: reload, listen: tell all}
        """);

    assertThat(run.statuses())
        .containsExactly(
            "a pre changed",
            "a reload changed",
            "a task changed",
            "a reload changed",
            "a post changed",
            "a reload changed");
  }

  @Test
  void endsThePlayForOneHost() {
    runs(a, "later");
    runs(b, "one", "later");

    run.apply(
        """
        - hosts: all
          tasks:
            - {meta: end_host, when: "inventory_hostname == 'a'"}
            - {name: one, command: one}
        - hosts: all
          tasks:
            - {name: later, command: later}
        """);

    assertThat(run.statuses())
        .containsExactlyInAnyOrder("b one changed", "a later changed", "b later changed");
  }

  @Test
  void endsThePlayForAllHostsAndAllBatches() {
    runs(a, "one", "later");
    runs(b, "later");

    run.apply(
        """
        - hosts: all
          serial: 1
          tasks:
            - {name: one, command: one}
            - meta: end_play
            - {name: two, command: two}
        - hosts: all
          tasks:
            - {name: later, command: later}
        """);

    assertThat(run.statuses())
        .containsExactlyInAnyOrder("a one changed", "a later changed", "b later changed");
  }

  @Test
  void endsOnlyTheBatchAtHand() {
    runs(a, "one");
    runs(b, "one");

    run.apply(
        """
        - hosts: all
          serial: 1
          tasks:
            - {name: one, command: one}
            - meta: end_batch
            - {name: two, command: two}
        """);

    assertThat(run.statuses()).containsExactly("a one changed", "b one changed");
  }

  @Test
  void continuesWithFailedHostsAfterClearingErrors() {
    a.expect(new Step.Run(Command.of("one")), Exec.Exited.of(1, "", ""));
    runs(a, "two");
    runs(b, "one", "two");

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: one, command: one}
            - meta: clear_host_errors
            - {name: two, command: two}
        """);

    assertThat(run.statuses())
        .containsExactlyInAnyOrder(
            "a one failed", "b one changed", "a two changed", "b two changed");
  }

  @Test
  void costsNoRoundTrip() {
    a.expect(get("x"), is("1")).expect(get("y"), is("1"));

    run.apply(
        """
        - hosts: a
          pre_tasks: [{thing: {name: x, value: '1'}}]
          tasks:
            - meta: flush_handlers
            - meta: noop
            - {thing: {name: y, value: '1'}}
        """);

    assertThat(a.roundTrips()).isEqualTo(1);
    assertThat(run.summary("a").ok()).isEqualTo(2);
  }
}
