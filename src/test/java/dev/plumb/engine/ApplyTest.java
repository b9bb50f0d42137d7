package dev.plumb.engine;

import static dev.plumb.engine.ThingModule.done;
import static dev.plumb.engine.ThingModule.get;
import static dev.plumb.engine.ThingModule.is;
import static dev.plumb.engine.ThingModule.missing;
import static dev.plumb.engine.ThingModule.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.prepare.TagFilter;
import dev.plumb.engine.task.HandlerMarkers;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {

  @TempDir Path folder;

  private EngineFixture run;
  private ScriptedHost node;

  @BeforeEach
  void oneHost() {
    run = new EngineFixture(folder);
    node = run.host("node");
  }

  @Test
  void failsWhenAChangeDidNotLast() {
    node.expect(get("a"), is("0")).expect(put("a", "1"), done()).expect(get("a"), is("0"));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("node a failed");
    assertThat(run.results().getFirst().problem().orElseThrow().detail())
        .contains("value: 0 -> 1")
        .endsWith("this is a bug in module thing.");
  }

  @Test
  void stopsAHostAtItsFirstFailureAndContinuesWithTheOthers() {
    ScriptedHost other = run.host("other");
    node.expect(get("a"), is("0")).expect(get("b"), is("1"));
    node.expect(put("a", "1"), Exec.Exited.of(1, "", "disk full\n"));
    other.expect(get("a"), is("1")).expect(get("b"), is("1"));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
            - {name: b, thing: {name: b, value: '1'}}
        """);

    assertThat(run.statuses())
        .containsExactlyInAnyOrder("node a failed", "other a ok", "other b ok");
    assertThat(run.summary("node").failed()).isEqualTo(1);
    assertThat(
            run.results().stream()
                .flatMap(result -> result.problem().stream())
                .map(Diagnostic::detail))
        .containsExactly(
            """
            It exited with status 1:
                run put a 1
            Its last lines on standard error:
                disk full\
            """);
  }

  @Test
  void continuesAfterAnIgnoredFailure() {
    node.expect(new Step.Run(Command.of("false")), Exec.Exited.of(1, "", ""));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: may fail, command: 'false', ignore_errors: true, register: tried}
            - {name: go on, debug: {msg: x}, when: tried.failed}
        """);

    assertThat(run.statuses()).containsExactly("node may fail failed", "node go on ok");
    assertThat(run.summary("node").failed()).isZero();
    assertThat(run.summary("node").ok()).isEqualTo(2);
  }

  @Test
  void distinguishesUnreachableFromFailedHosts() {
    node.refuse(Diagnostic.error("Host unreachable", "Connection refused."));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("node a unreachable");
    assertThat(run.summary("node").unreachable()).isTrue();
    assertThat(run.summary("node").failed()).isZero();
  }

  @Test
  void appliesChangedWhenAndFailedWhen() {
    node.expect(new Step.Run(Command.of("one")), Exec.Exited.of(0, "same\n", ""));
    node.expect(new Step.Run(Command.of("two")), Exec.Exited.of(4, "", ""));
    node.expect(new Step.Run(Command.of("three")), Exec.Exited.of(0, "bad\n", ""));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: one, command: one, register: r, changed_when: r.stdout != 'same'}
            - {name: two, command: two, register: r, failed_when: r.rc != 4}
            - {name: three, command: three, register: r, failed_when: "r.stdout == 'bad'"}
        """);

    assertThat(run.statuses())
        .containsExactly("node one ok", "node two changed", "node three failed");
  }

  @Test
  void runsALoopsItemsInOrderAndRegistersThemAll() {
    node.expect(get("a"), is("1")).expect(get("b"), missing());
    node.expect(put("b", "1"), done()).expect(get("b"), is("1"));

    run.apply(
        """
        - hosts: all
          vars: {names: [a, b, c]}
          tasks:
            - name: all
              thing: {name: '${item}', value: '1'}
              loop: ${names}
              when: item != 'c'
              register: all
            - {name: count, debug: {msg: '${all.results?size}'}}
            - {name: second, debug: {msg: x}, when: 'all.results[1].changed'}
        """);

    assertThat(run.statuses())
        .containsExactly("node all changed", "node count ok", "node second ok");
    assertThat(run.results().get(1).message()).contains("3");
  }

  @Test
  void retriesUntilTheConditionHolds() {
    node.expect(get("a"), is("0")).expect(put("a", "1"), done()).expect(get("a"), is("1"));
    node.expect(get("a"), is("1"));

    run.apply(
        """
        - hosts: all
          tasks:
            - name: a
              thing: {name: a, value: '1'}
              register: r
              until: r.changed == false
              retries: 3
              delay: 0
        """);

    assertThat(run.statuses()).containsExactly("node a ok");
  }

  @Nested
  class Handlers {

    private static final String PLAY =
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}, notify: reload}
            - {name: b, thing: {name: b, value: '1'}, notify: reload}
          handlers:
            - {name: reload, thing: {name: h, value: '1'}}
        """;

    private final Command listNotes = HandlerMarkers.probe().questions().getFirst();

    private String note() {
      return "reload." + noteDigest();
    }

    private static String noteDigest() {
      return Bytes.utf8("\nreload").sha256().hex().substring(0, 12);
    }

    @Test
    void runOnceAfterTheTasksAndAreMarkedOnTheHostMeanwhile() {
      node.expect(listNotes, Exec.Exited.of(0, "", ""));
      node.whenever(get("a"), is("1")).expect(get("a"), is("0"));
      node.whenever(get("b"), is("1")).expect(get("b"), is("0")).expect(get("b"), is("0"));
      node.expect(HandlerMarkers.write(List.of(note())), done()).expect(put("a", "1"), done());
      node.expect(HandlerMarkers.write(List.of(note())), done()).expect(put("b", "1"), done());
      node.whenever(get("h"), is("1")).expect(get("h"), is("0"));
      node.expect(put("h", "1"), done());
      node.expect(HandlerMarkers.remove(List.of(note())), done());

      run.apply(PLAY);

      assertThat(run.statuses())
          .containsExactly("node a changed", "node b changed", "node reload changed");
    }

    @Test
    void runWhenAnEarlierRunDiedBeforeThem() {
      node.expect(listNotes, Exec.Exited.of(0, note() + "\n", ""));
      node.expect(get("a"), is("1")).expect(get("b"), is("1"));
      node.whenever(get("h"), is("1")).expect(get("h"), is("0"));
      node.expect(put("h", "1"), done());
      node.expect(HandlerMarkers.remove(List.of(note())), done());

      run.apply(PLAY);

      assertThat(run.statuses()).containsExactly("node a ok", "node b ok", "node reload changed");
    }

    @Test
    void areNeitherMarkedNorRunWhenChangedWhenIsFalse() {
      node.expect(listNotes, Exec.Exited.of(0, "", ""));
      node.expect(new Step.Run(Command.of("tell")), done());

      run.apply(
          """
          - hosts: all
            tasks:
              - {name: tell, command: tell, changed_when: false, notify: reload}
            handlers:
              - {name: reload, thing: {name: h, value: '1'}}
          """);

      assertThat(run.statuses()).containsExactly("node tell ok");
    }

    @Test
    void doNotRunAndLoseTheirMarkerWhenChangedWhenDoesNotHold() {
      node.expect(listNotes, Exec.Exited.of(0, "", ""));
      node.expect(HandlerMarkers.write(List.of(note())), Exec.Exited.of(0, note() + "\n", ""));
      node.expect(new Step.Run(Command.of("tell")), Exec.Exited.of(0, "same", ""));
      node.expect(HandlerMarkers.remove(List.of(note())), done());

      run.apply(
          """
          - hosts: all
            tasks:
              - name: tell
                command: tell
                register: told
                changed_when: told.stdout != 'same'
                notify: reload
            handlers:
              - {name: reload, thing: {name: h, value: '1'}}
          """);

      assertThat(run.statuses()).containsExactly("node tell ok");
    }

    @Test
    void keepTheMarkerOfAnEarlierPendingChange() {
      node.expect(listNotes, Exec.Exited.of(0, note() + "\n", ""));
      // It writes nothing new, so there is nothing to take back.
      node.expect(HandlerMarkers.write(List.of(note())), done());
      node.expect(new Step.Run(Command.of("tell")), Exec.Exited.of(0, "same", ""));
      node.expect(get("h"), is("1"));
      node.expect(HandlerMarkers.remove(List.of(note())), done());

      run.apply(
          """
          - hosts: all
            tasks:
              - name: tell
                command: tell
                register: told
                changed_when: told.stdout != 'same'
                notify: reload
            handlers:
              - {name: reload, thing: {name: h, value: '1'}}
          """);

      assertThat(run.statuses()).containsExactly("node tell ok", "node reload ok");
    }

    @Test
    void doNotRunWhenNothingChanged() {
      node.expect(listNotes, Exec.Exited.of(0, "", ""));
      node.expect(get("a"), is("1")).expect(get("b"), is("1"));

      run.apply(PLAY);

      assertThat(run.statuses()).containsExactly("node a ok", "node b ok");
      assertThat(run.summary("node").roundTrips()).isEqualTo(1);
    }
  }

  @Nested
  class Refusing {

    private List<String> problems(String playbook) {
      List<String> found = new ArrayList<>();
      assertThatThrownBy(() -> run.apply(playbook))
          .isInstanceOfSatisfying(
              BadInputException.class,
              e -> e.diagnostics().forEach(d -> found.add(d.place().line() + " " + d.summary())));
      assertThat(node.roundTrips()).isZero();
      return found;
    }

    @Test
    void reportsEveryProblemAtOnceAndSendsNothing() {
      assertThat(
              problems(
                  """
                  - hosts: all
                    tasks:
                      - thing: {name: a, value: '1', colour: red}
                      - thing: {name: a}
                      - thing: {name: a, value: '${oops'}
                      - {thing: {name: a, value: '1'}, notify: nobody}
                      - {thing: {name: a, value: '1'}, when: 1 +}
                  """))
          .containsExactly(
              "3 Unknown argument",
              "4 Missing argument",
              "5 Template error",
              "6 Unknown handler",
              "7 Invalid expression");
    }

    @Test
    void findsAnUndefinedVariableBeforeAnythingIsSent() {
      assertThat(
              problems(
                  """
                  - hosts: all
                    tasks:
                      - thing: {name: a, value: '1'}
                      - thing: {name: '${nowhere}', value: '1'}
                  """))
          .containsExactly("4 Undefined variable");
    }

    @Test
    void reportsAPatternThatMatchesNoHost() {
      assertThat(
              problems(
                  """
                  - hosts: nodes
                    tasks:
                      - thing: {name: a, value: '1'}
                  """))
          .containsExactly("1 No host matches");
    }
  }

  @Test
  void asksForFactsOnlyWhenOneIsUsed() {
    node.expect(get("a"), is("1"));

    run.apply(
        """
        - hosts: all
          tasks:
            - thing: {name: a, value: '1'}
        """);

    assertThat(node.sent()).hasSize(1);
  }

  @Test
  void runsOnlyTheTasksThatTagsChoose() {
    node.expect(get("b"), is("1"));

    run.run(
        """
        - hosts: all
          tasks:
            - {thing: {name: a, value: '1'}, tags: [a]}
            - {thing: {name: b, value: '1'}, tags: [b]}
        """,
        RunOptions.Mode.APPLY,
        options ->
            new RunOptions(
                options.mode(),
                options.limit(),
                new TagFilter(Set.of("b"), Set.of()),
                options.extraVars(),
                options.forks(),
                options.diff(),
                options.connection()));

    assertThat(run.summary("node").ok()).isEqualTo(1);
  }

  @Test
  void hidesWhatNoLogCovers() {
    node.expect(get("a"), is("hunter2")).expect(put("a", "s3cret"), done());
    node.expect(get("a"), is("s3cret"));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: s3cret}, no_log: true}
        """);

    assertThat(run.statuses()).containsExactly("node a changed");
    assertThat(run.events().toString()).doesNotContain("s3cret").doesNotContain("hunter2");
  }
}
