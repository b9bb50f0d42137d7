package dev.plumb.engine;

import static dev.plumb.engine.ThingModule.done;
import static dev.plumb.engine.ThingModule.get;
import static dev.plumb.engine.ThingModule.is;
import static dev.plumb.engine.ThingModule.missing;
import static dev.plumb.engine.ThingModule.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.remote.Step;
import dev.plumb.value.UserName;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many round trips a run costs. */
class LookaheadTest {

  @TempDir Path folder;

  private EngineFixture run;
  private ScriptedHost node;

  @BeforeEach
  void oneHost() {
    run = new EngineFixture(folder);
    node = run.host("node");
  }

  private static String things(int count) {
    StringBuilder tasks = new StringBuilder("- hosts: all\n  tasks:\n");
    for (int i = 0; i < count; i++) {
      tasks.append("    - thing: {name: t").append(i).append(", value: '1'}\n");
    }
    return tasks.toString();
  }

  @Test
  void probesAnUnchangedHostOnceForFortyTasks() {
    for (int i = 0; i < 40; i++) {
      node.expect(get("t" + i), is("1"));
    }

    run.apply(things(40));

    assertThat(run.summary("node").ok()).isEqualTo(40);
    assertThat(run.summary("node").roundTrips()).isEqualTo(1);
  }

  @Test
  void addsOneRoundTripForEachChange() {
    for (int i = 0; i < 40; i++) {
      boolean changes = i == 10 || i == 20 || i == 30;
      node.whenever(get("t" + i), is("1"));
      if (changes) {
        node.expect(get("t" + i), is("0")).expect(put("t" + i, "1"), done());
      }
    }
    // Asked at the start, and again by the look-ahead behind the changes before them.
    node.expect(get("t20"), is("0")).expect(get("t30"), is("0"));

    run.apply(things(40));

    assertThat(run.summary("node").changed()).isEqualTo(3);
    // After a change the window is small and doubles: 2, 4, 8 ... tasks to a round trip.
    assertThat(run.summary("node").roundTrips()).isLessThanOrEqualTo(1 + 3 + 3 * 2);
  }

  @Test
  void needsOnlyTheChangesThemselvesWhenEveryTaskChanges() {
    for (int i = 0; i < 10; i++) {
      node.whenever(get("t" + i), is("1"));
      node.expect(put("t" + i, "1"), done());
    }
    // Each is asked at the start, and again behind each of the two changes before it.
    for (int i = 0; i < 10; i++) {
      for (int asked = 0; asked < 1 + Math.min(i, 2); asked++) {
        node.expect(get("t" + i), missing());
      }
    }

    run.apply(things(10));

    assertThat(run.summary("node").changed()).isEqualTo(10);
    assertThat(run.summary("node").roundTrips()).isEqualTo(1 + 10);
  }

  @Test
  void ignoresAnswersFromBeforeAChange() {
    node.expect(get("a"), is("0")).expect(get("b"), is("1"));
    node.expect(put("a", "1"), done()).expect(get("a"), is("1"));
    // Changing a broke b: the second answer says so.
    node.expect(get("b"), is("0")).expect(put("b", "1"), done()).expect(get("b"), is("1"));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: a, thing: {name: a, value: '1'}}
            - {name: b, thing: {name: b, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("node a changed", "node b changed");
  }

  @Test
  void crossesPlaysOfTheSameHosts() {
    node.expect(get("a"), is("1")).expect(get("b"), is("1"));

    run.check(
        """
        - hosts: all
          tasks:
            - thing: {name: a, value: '1'}
        - hosts: node
          tasks:
            - thing: {name: b, value: '1'}
        """);

    assertThat(run.summary("node").roundTrips()).isEqualTo(1);
  }

  @Test
  void asksForDifferentUsersInTheSameRoundTrip() {
    RunAs etcd = RunAs.user(UserName.of("etcd"));
    node.expect(get("a"), is("1")).expect(etcd, get("b"), is("1"));

    run.apply(
        """
        - hosts: all
          tasks:
            - thing: {name: a, value: '1'}
            - thing: {name: b, value: '1'}
              become: true
              become_user: etcd
        """);

    assertThat(run.summary("node").roundTrips()).isEqualTo(1);
  }

  @Test
  void waitsForARegisteredResultBeforeItAsksWhatDependsOnIt() {
    node.expect(get("a"), is("1")).expect(get("b"), is("x")).expect(get("c"), is("1"));

    run.apply(
        """
        - hosts: all
          tasks:
            - thing: {name: a, value: '1'}
              register: found
            - thing: {name: c, value: '${found.value}'}
            - thing: {name: b, value: x}
        """);

    assertThat(run.summary("node").ok()).isEqualTo(3);
    assertThat(run.summary("node").roundTrips()).isEqualTo(2);
  }

  @Test
  void stopsAtACommandThatAlwaysRuns() {
    Command command = Command.of("reload");
    node.expect(get("a"), is("1"));
    node.expect(new Step.Run(command), Exec.Exited.of(0, "", ""));
    node.expect(get("b"), is("1"));

    run.apply(
        """
        - hosts: all
          tasks:
            - thing: {name: a, value: '1'}
            - command: reload
            - thing: {name: b, value: '1'}
        """);

    assertThat(run.summary("node").roundTrips()).isEqualTo(2);
  }

  @Test
  void asksACommandThatPromisesToChangeNothingTogetherWithTheRest() {
    node.expect(get("a"), is("1")).expect(Command.of("version"), is("7\n"));
    node.expect(get("7"), is("1"));

    run.check(
        """
        - hosts: all
          tasks:
            - thing: {name: a, value: '1'}
            - command: version
              changed_when: false
              check_mode: false
              register: version
            - thing: {name: '${version.stdout}', value: '1'}
        """);

    assertThat(run.summary("node").ok()).isEqualTo(3);
    assertThat(run.summary("node").roundTrips()).isEqualTo(2);
  }

  @Test
  void asksAgainOnceWhenTheConnectionIsLostWhileAsking() {
    node.expect(get("a"), new Exec.Lost("gone")).expect(get("a"), is("1"));

    run.apply(things(0) + "    - thing: {name: a, value: '1'}\n");

    assertThat(run.summary("node").ok()).isEqualTo(1);
  }
}
