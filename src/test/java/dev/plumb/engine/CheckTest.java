package dev.plumb.engine;

import static dev.plumb.engine.ThingModule.get;
import static dev.plumb.engine.ThingModule.is;
import static dev.plumb.engine.ThingModule.missing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.engine.event.TaskResult;
import dev.plumb.engine.task.HandlerMarkers;
import dev.plumb.remote.Exec;
import dev.plumb.remote.ScriptedHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check says, and that it only looks: a scripted host fails on any step. */
class CheckTest {

  @TempDir Path folder;

  private EngineFixture run;
  private ScriptedHost node;

  @BeforeEach
  void oneHost() {
    run = new EngineFixture(folder);
    node = run.host("node");
  }

  @Test
  void namesHostTaskPropertyBeforeAndAfter() {
    node.expect(get("a"), is("0"));

    run.check(
        """
        - hosts: all
          tasks:
            - {name: keep a, thing: {name: a, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("node keep a changed");
    assertThat(run.results().getFirst().differences())
        .containsExactly(new TaskResult.PropertyChange("value", "0", "1", List.of()));
  }

  @Test
  void reportsKnownAfterApplyWhenAnEarlierChangeMayFixIt() {
    node.expect(get("a"), is("0")).expect(get("b"), missing());

    run.check(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
            - {name: b, thing: {name: b, value: patched}}
        """);

    assertThat(run.statuses()).containsExactly("node a changed", "node b unknown");
  }

  @Test
  void failsWhenNoEarlierChangeCanFixIt() {
    node.expect(get("b"), missing());

    run.check(
        """
        - hosts: all
          tasks:
            - {name: b, thing: {name: b, value: patched}}
        """);

    assertThat(run.statuses()).containsExactly("node b failed");
    assertThat(run.results().getFirst().problem().orElseThrow().summary())
        .isEqualTo("No such thing");
  }

  @Test
  void doesNotTreatAFailedProbeAsAbsence() {
    node.expect(get("a"), Exec.Exited.of(3, "", "I/O error"));

    run.check(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("node a failed");
    assertThat(run.results().getFirst().problem().orElseThrow().summary())
        .isEqualTo("Probe failed");
  }

  @Test
  void treatsAFailedProbeAfterAPendingChangeAsUnknown() {
    node.expect(get("a"), is("0")).expect(get("b"), Exec.Exited.of(3, "", "not permitted"));

    run.check(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
            - {name: b, thing: {name: b, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("node a changed", "node b unknown");
    assertThat(run.results().getLast().message())
        .contains("known after apply: probe failed: get said: not permitted");
  }

  @Test
  void stopsTheHostAtARefusal() {
    node.expect(get("a"), is("precious")).expect(get("b"), is("1"));

    run.check(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
            - {name: b, thing: {name: b, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("node a refused");
    assertThat(run.summary("node").refused()).isEqualTo(1);
  }

  @Test
  void reportsAnUnguardedCommandAndItsDependentsAsUnknown() {
    run.check(
        """
        - hosts: all
          tasks:
            - {name: run, command: make it, register: made}
            - {name: when, debug: {msg: x}, when: made.rc == 0}
            - {name: use, debug: {msg: '${made.stdout}'}}
            - {name: decided anyhow, debug: {msg: x}, when: [false, made.rc == 0]}
        """);

    assertThat(run.statuses())
        .containsExactly(
            "node run unknown",
            "node when unknown",
            "node use unknown",
            "node decided anyhow skipped");
  }

  @Test
  void skipsACommandThatIsDeclaredToChangeNothing() {
    run.check(
        """
        - hosts: all
          tasks:
            - {name: look, command: look around, changed_when: false}
        """);

    assertThat(run.statuses()).containsExactly("node look skipped");
  }

  @Test
  void knowsOnlyPartOfTheResultOfAPendingChange() {
    node.expect(get("a"), is("0"));

    run.check(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}, register: a}
            - {name: known, debug: {msg: x}, when: a.changed}
            - {name: not known, debug: {msg: x}, when: a.value == '1'}
        """);

    assertThat(run.statuses())
        .containsExactly("node a changed", "node known ok", "node not known unknown");
  }

  @Test
  void previewsTheHandlersThatWouldRun() {
    node.expect(get("a"), is("0")).expect(get("h"), is("0"));
    node.whenever(HandlerMarkers.probe().questions().getFirst(), Exec.Exited.of(0, "", ""));

    run.check(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}, notify: reload}
          handlers:
            - {name: reload, thing: {name: h, value: '1'}}
            - {name: unused, thing: {name: u, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("node a changed", "node reload changed");
  }
}
