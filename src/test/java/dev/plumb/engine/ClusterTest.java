package dev.plumb.engine;

import static dev.plumb.engine.RingModule.State.IN;
import static dev.plumb.engine.RingModule.State.IN_ANOTHER;
import static dev.plumb.engine.RingModule.State.JOINING;
import static dev.plumb.engine.RingModule.State.NO_PROGRAM;
import static dev.plumb.engine.RingModule.State.OUT;
import static dev.plumb.engine.RingModule.is;
import static dev.plumb.engine.RingModule.join;
import static dev.plumb.engine.RingModule.joined;
import static dev.plumb.engine.RingModule.look;
import static dev.plumb.engine.ThingModule.done;
import static dev.plumb.engine.ThingModule.get;
import static dev.plumb.engine.ThingModule.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.engine.task.HandlerMarkers;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.UserName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are planned for all their hosts at once. */
class ClusterTest {

  private static final String RING =
      """
      - hosts: all
        tasks:
          - {name: ring, ring: {name: r}}
      """;

  @TempDir Path folder;

  private EngineFixture run;
  private ScriptedHost a;
  private ScriptedHost b;
  private ScriptedHost c;

  @BeforeEach
  void threeHosts() {
    run = new EngineFixture(folder);
    a = run.host("a");
    b = run.host("b");
    c = run.host("c");
  }

  private List<Integer> roundTrips() {
    return List.of(a.roundTrips(), b.roundTrips(), c.roundTrips());
  }

  private TaskResult result(String host) {
    return run.results().stream()
        .filter(result -> result.host().value().equals(host))
        .findFirst()
        .orElseThrow();
  }

  private List<String> changes(String host) {
    return result(host).differences().stream()
        .map(each -> each.property() + ": " + each.before() + " -> " + each.after())
        .toList();
  }

  @Test
  void addNoRoundTripOnAnUnchangedHost() {
    for (ScriptedHost host : List.of(a, b, c)) {
      host.expect(look("r"), is(IN)).expect(get("x"), ThingModule.is("1"));
    }

    run.apply(RING + "    - {name: x, thing: {name: x, value: '1'}}\n");

    assertThat(run.statuses()).hasSize(6).allMatch(status -> status.endsWith(" ok"));
    assertThat(roundTrips()).containsExactly(1, 1, 1);
  }

  @Test
  void probeAllHostsBetweenRounds() {
    a.expect(look("r"), is(IN)).expect(look("r"), is(IN)).expect(look("r"), is(IN));
    b.expect(look("r"), is(OUT)).expect(join("r"), done()).expect(look("r"), is(IN));
    b.expect(look("r"), is(IN));
    c.expect(look("r"), is(OUT)).expect(look("r"), is(OUT)).expect(join("r"), done());
    c.expect(look("r"), is(IN));

    run.apply(RING);

    assertThat(run.statuses()).containsExactly("a ring ok", "b ring changed", "c ring changed");
    assertThat(changes("b")).containsExactly("ring: none -> r", "ready: no -> yes");
    // The look behind a change rides with it; the others are asked once for each round.
    assertThat(roundTrips()).containsExactly(3, 3, 3);
  }

  @Test
  void reportEachChangeAsItBegins() {
    a.expect(look("r"), is(OUT)).expect(join("r"), done()).expect(look("r"), is(IN));
    b.expect(look("r"), is(JOINING)).expect(look("r"), is(JOINING));
    b.expect(joined("r"), done()).expect(look("r"), is(IN));
    c.expect(look("r"), is(IN)).expect(look("r"), is(IN)).expect(look("r"), is(IN));
    a.expect(look("r"), is(IN));

    run.apply(RING);

    assertThat(busy()).containsExactly("a ring: none -> r", "b wait until joined r");
  }

  @Test
  void hideValuesUnderNoLog() {
    a.expect(look("r"), is(OUT)).expect(join("r"), done()).expect(look("r"), is(IN));
    List.of(b, c).forEach(host -> host.expect(look("r"), is(IN)).expect(look("r"), is(IN)));

    run.apply(RING.replace("{name: r}", "{name: r}, no_log: true"));

    assertThat(busy()).containsExactly("a ring");
  }

  private List<String> busy() {
    return run.events().stream()
        .filter(Event.HostBusy.class::isInstance)
        .map(Event.HostBusy.class::cast)
        .map(busy -> busy.host() + " " + busy.doing())
        .toList();
  }

  @Test
  void invalidateTheProbeCacheOfEveryHost() {
    a.expect(look("r"), is(OUT)).expect(join("r"), done()).expect(look("r"), is(IN));
    a.expect(get("x"), ThingModule.is("1")).expect(get("x"), ThingModule.is("1"));
    for (ScriptedHost host : List.of(b, c)) {
      host.expect(look("r"), is(IN)).expect(look("r"), is(IN));
      // What the change on a broke is seen.
      host.expect(get("x"), ThingModule.is("1")).expect(get("x"), ThingModule.is("0"));
      host.expect(put("x", "1"), done()).expect(get("x"), ThingModule.is("1"));
    }

    run.apply(RING + "    - {name: x, thing: {name: x, value: '1'}}\n");

    assertThat(run.statuses())
        .containsExactlyInAnyOrder(
            "a ring changed", "b ring ok", "c ring ok", "a x ok", "b x changed", "c x changed");
    assertThat(roundTrips()).containsExactly(2, 3, 3);
  }

  @Test
  void ignoreProbesFromBeforeAChangeOfAnotherHost() {
    a.expect(get("y"), ThingModule.is("0")).expect(put("y", "1"), done());
    a.expect(get("y"), ThingModule.is("1"));
    for (ScriptedHost host : List.of(a, b, c)) {
      host.expect(get("x"), ThingModule.is("1"));
      host.expect(look("r"), is(IN)).expect(look("r"), is(IN));
    }

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: x, thing: {name: x, value: '1'}}
            - {name: y, thing: {name: y, value: '1'}, when: "inventory_hostname == 'a'"}
            - {name: ring, ring: {name: r}}
        """);

    assertThat(roundTrips()).containsExactly(2, 2, 2);
  }

  @Test
  void areUnknownWhenAHostIsUnreadableAfterAPendingChange() {
    a.expect(look("r"), is(OUT)).expect(get("x"), ThingModule.is("0"));
    b.expect(look("r"), Exec.Exited.of(1, "", "no quorum"));
    c.expect(look("r"), is(OUT));

    run.check(
        """
        - hosts: all
          tasks:
            - {name: x, thing: {name: x, value: '1'}, when: "inventory_hostname == 'a'"}
            - {name: ring, ring: {name: r}}
        """);

    assertThat(run.statuses())
        .containsExactlyInAnyOrder(
            "a x changed",
            "b x skipped",
            "c x skipped",
            "a ring unknown",
            "b ring unknown",
            "c ring unknown");
  }

  @Test
  void planNothingWhenAHostCannotBeRead() {
    a.expect(look("r"), is(OUT));
    b.expect(look("r"), Exec.Exited.of(1, "", "no quorum"));
    c.expect(look("r"), is(OUT));

    run.apply(RING);

    assertThat(run.statuses()).containsExactly("a ring failed", "b ring failed", "c ring failed");
    assertThat(result("b").problem().orElseThrow().summary()).isEqualTo("Probe failed");
    assertThat(result("b").problem().orElseThrow().detail())
        .isEqualTo(
            """
            ring said: no quorum
            This task changed nothing: what cannot be read is not treated as absent.\
            """);
    assertThat(result("a").problem()).isEmpty();
    assertThat(result("a").message()).contains("could not probe b, so nothing is planned");
  }

  @Test
  void continueWithoutUnreachableHosts() {
    a.expect(look("r"), is(IN)).expect(look("r"), is(IN));
    b.refuse(Diagnostic.error("Host unreachable", "Connection refused."));
    c.expect(look("r"), is(OUT)).expect(join("r"), done()).expect(look("r"), is(IN));

    run.apply(RING);

    assertThat(run.statuses()).containsExactly("a ring ok", "b ring unreachable", "c ring changed");
  }

  private static RunOptions limitedToA(RunOptions options) {
    return new RunOptions(
        options.mode(),
        Optional.of("a"),
        options.tags(),
        options.extraVars(),
        options.forks(),
        options.diff(),
        options.connection());
  }

  @Test
  void includeHostsOutsideTheLimit() {
    a.expect(look("whole"), is(IN));
    run.run(
        RING.replace("name: r}", "name: whole}"), RunOptions.Mode.APPLY, ClusterTest::limitedToA);
    assertThat(run.statuses()).containsExactly("a ring refused");
    assertThat(result("a").problem().orElseThrow().detail()).isEqualTo("1 of 3 are seen.");
  }

  @Test
  void includeHostsOfOtherBatches() {
    a.expect(look("whole"), is(IN));
    run.apply(
        RING.replace("name: r}", "name: whole}").replace("hosts: all", "hosts: all\n  serial: 1"));
    assertThat(run.statuses()).containsExactly("a ring refused");
  }

  @Test
  void excludeHostsWhoseConditionDoesNotHold() {
    a.expect(look("r"), is(IN));
    b.expect(look("r"), is(IN));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: ring, ring: {name: r}, when: "inventory_hostname != 'c'"}
        """);

    assertThat(run.statuses()).containsExactly("a ring ok", "b ring ok", "c ring skipped");
  }

  @Test
  void doNotPlanWhenTheSpecOfAFailedHostIsUnknown() {
    a.expect(get("x"), Exec.Exited.of(2, "", "broken"));
    for (ScriptedHost host : List.of(b, c)) {
      host.expect(get("x"), ThingModule.is("r"));
    }

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: x, thing: {name: x, value: r}, register: x}
            - {name: ring, ring: {name: '${x.value}'}}
        """);

    assertThat(run.statuses())
        .containsExactlyInAnyOrder(
            "a x failed", "b x ok", "c x ok", "b ring failed", "c ring failed");
    assertThat(run.results().getLast().problem().orElseThrow().detail())
        .startsWith(
            "The task's arguments on a are unknown: it takes no further part in this run, and: ");
  }

  @Test
  void failOnAllHostsWhenAChangeFailsOnOne() {
    a.expect(look("r"), is(OUT)).expect(join("r"), Exec.Exited.of(1, "", "no route\n"));
    b.expect(look("r"), is(OUT));
    c.expect(look("r"), is(IN));

    for (ScriptedHost host : List.of(a, b, c)) {
      host.expect(get("x"), ThingModule.is("1"));
    }

    run.apply(RING + "    - {name: x, thing: {name: x, value: '1'}}\n");

    assertThat(run.statuses()).containsExactly("a ring failed", "b ring failed", "c ring failed");
    assertThat(result("a").problem().orElseThrow().summary()).isEqualTo("Command failed");
    assertThat(result("c").message()).contains("it failed on a");
  }

  @Test
  void waitAndProbeAgain() {
    a.expect(look("r"), is(IN)).expect(look("r"), is(IN));
    b.expect(look("r"), is(JOINING)).expect(joined("r"), done()).expect(look("r"), is(IN));
    c.expect(look("r"), is(IN)).expect(look("r"), is(IN));

    run.apply(RING);

    assertThat(run.statuses()).containsExactly("a ring ok", "b ring ok", "c ring ok");
  }

  @Test
  void failWhenTheWaitTimesOut() {
    a.expect(look("r"), is(IN));
    b.expect(look("r"), is(JOINING));
    b.expect(joined("r"), new Exec.TimedOut(joined("r").timeout()));
    c.expect(look("r"), is(IN));

    run.apply(RING);

    assertThat(result("b").problem().orElseThrow().summary()).isEqualTo("Not joined");
    assertThat(result("a").message()).contains("it failed on b");
  }

  @Test
  void areRefusedOnAllHostsAndExplainedOnce() {
    a.expect(look("r"), is(OUT)).expect(get("x"), ThingModule.is("1"));
    b.expect(look("r"), is(IN_ANOTHER)).expect(get("x"), ThingModule.is("1"));
    c.expect(look("r"), is(IN)).expect(get("x"), ThingModule.is("1"));

    run.apply(RING + "    - {name: x, thing: {name: x, value: '1'}}\n");

    assertThat(run.statuses())
        .containsExactly("a ring refused", "b ring refused", "c ring refused");
    assertThat(run.results().stream().filter(result -> result.problem().isPresent())).hasSize(1);
    assertThat(result("a").problem().orElseThrow().detail()).isEqualTo("b would leave it.");
    assertThat(result("b").message()).contains("In another ring, see a");
    assertThat(run.summary("b").refused()).isEqualTo(1);
  }

  @Test
  void failWhenTheRoundsAreUsedUp() {
    // The change never lasts: out again at each look.
    for (int i = 0; i < 3; i++) {
      a.expect(look("r"), is(OUT)).expect(join("r"), done());
    }
    a.expect(look("r"), is(OUT));
    b.whenever(look("r"), is(IN));
    c.whenever(look("r"), is(IN));

    run.apply(RING);

    assertThat(result("a").problem().orElseThrow().detail())
        .isEqualTo(
            """
            All steps of 3 rounds succeeded, but a re-check of all hosts still found these differences:
                a: ring: none -> r
                a: ready: no -> yes
            Something on the hosts may have reverted the changes. If nothing did, this is a bug in module ring.\
            """);
    assertThat(result("b").message()).contains("Changes did not last, see a");
  }

  @Test
  void planEachItemOfALoopOverTheHostsThatHaveIt() {
    a.expect(look("r"), is(IN)).expect(look("s"), is(OUT)).expect(join("s"), done());
    a.expect(look("s"), is(IN));
    b.expect(look("r"), is(IN));
    c.expect(look("r"), is(IN));

    run.apply(
        """
        - hosts: all
          tasks:
            - name: ring
              ring: {name: '${item}'}
              loop: "${(inventory_hostname == 'a')?then(['r', 's'], ['r'])}"
              register: rings
            - {name: both, debug: {msg: '${rings.results?size}'}}
        """);

    assertThat(run.statuses().subList(0, 3))
        .containsExactly("a ring changed", "b ring ok", "c ring ok");
    assertThat(run.results().subList(3, 6).stream().map(each -> each.message().orElse("")))
        .containsExactlyInAnyOrder("2", "1", "1");
  }

  @Test
  void areEvaluatedPerHostAndRetriedOnAll() {
    a.expect(look("r"), is(IN)).expect(look("r"), is(IN)).expect(look("r"), is(IN));
    b.expect(look("r"), is(OUT)).expect(join("r"), done()).expect(look("r"), is(IN));
    b.expect(look("r"), is(IN));
    c.expect(look("r"), is(IN)).expect(look("r"), is(IN)).expect(look("r"), is(IN));

    run.apply(
        """
        - hosts: all
          tasks:
            - name: ring
              ring: {name: r}
              register: r
              until: not r.changed
              retries: 2
              delay: 0
              failed_when: r.state == 'IN' && inventory_hostname == 'c'
              ignore_errors: true
            - {name: told, debug: {msg: '${r.state}'}}
        """
            .replace("not r.changed", "r.changed == false"));

    assertThat(run.statuses().subList(0, 3))
        .containsExactly("a ring ok", "b ring ok", "c ring failed");
    assertThat(run.summary("c").failed()).isZero();
  }

  @Test
  void runAsTheUserAndInTheEnvironmentOfTheHostThatIsChanged() {
    RunAs ring = RunAs.user(UserName.of("ring"));
    Command looking = look("r").withEnvironment(Map.of("TOKEN", "b"));
    a.expect(look("r").withEnvironment(Map.of("TOKEN", "a")), is(IN));
    a.expect(look("r").withEnvironment(Map.of("TOKEN", "a")), is(IN));
    b.expect(ring, looking, is(OUT)).expect(ring, looking, is(IN));
    b.expect(
        ring, new Step.Run(Command.of("join", "r").withEnvironment(Map.of("TOKEN", "b"))), done());
    c.expect(look("r").withEnvironment(Map.of("TOKEN", "c")), is(IN));
    c.expect(look("r").withEnvironment(Map.of("TOKEN", "c")), is(IN));

    run.apply(
        """
        - hosts: all
          tasks:
            - name: ring
              ring: {name: r}
              become: "${inventory_hostname == 'b'}"
              become_user: ring
              environment: {TOKEN: '${inventory_hostname}'}
        """);

    assertThat(run.statuses()).containsExactly("a ring ok", "b ring changed", "c ring ok");
  }

  @Test
  void markAndRunHandlersOnTheChangedHost() {
    Command notes = HandlerMarkers.probe().questions().getFirst();
    String note = "reload." + Bytes.utf8("\nreload").sha256().hex().substring(0, 12);
    for (ScriptedHost host : List.of(a, b, c)) {
      host.expect(notes, Exec.Exited.of(0, "", ""));
    }
    a.expect(look("r"), is(IN)).expect(look("r"), is(IN));
    b.expect(look("r"), is(OUT)).expect(HandlerMarkers.write(List.of(note)), done());
    b.expect(join("r"), done()).expect(look("r"), is(IN)).expect(get("h"), ThingModule.is("1"));
    b.expect(HandlerMarkers.remove(List.of(note)), done());
    c.expect(look("r"), is(IN)).expect(look("r"), is(IN));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: ring, ring: {name: r}, notify: reload}
          handlers:
            - {name: reload, thing: {name: h, value: '1'}}
        """);

    assertThat(run.statuses())
        .containsExactly("a ring ok", "b ring changed", "c ring ok", "b reload ok");
  }

  @Nested
  class InACheck {

    @Test
    void planAllRoundsAndChangeNothing() {
      a.expect(look("r"), is(IN));
      b.expect(look("r"), is(OUT));
      c.expect(look("r"), is(OUT));

      run.check(RING);

      assertThat(run.statuses()).containsExactly("a ring ok", "b ring changed", "c ring changed");
      assertThat(changes("c")).containsExactly("ring: none -> r", "ready: no -> yes");
      assertThat(roundTrips()).containsExactly(1, 1, 1);
    }

    @Test
    void areKnownAfterApplyWhenAPendingChangeMayFixThem() {
      for (ScriptedHost host : List.of(a, b, c)) {
        host.expect(get("x"), ThingModule.is("1")).expect(look("r"), is(NO_PROGRAM));
      }
      b.expect(get("y"), ThingModule.missing());

      run.check(
          """
          - hosts: all
            tasks:
              - {name: x, thing: {name: x, value: '1'}}
              - {name: y, thing: {name: y, value: '1'}, when: "inventory_hostname == 'b'"}
              - {name: ring, ring: {name: r}}
          """);

      assertThat(run.statuses().subList(6, 9))
          .containsExactly("a ring unknown", "b ring unknown", "c ring unknown");
      assertThat(run.results().getLast().message()).contains("known after apply: No ring program");
    }

    @Test
    void areBlockedWhenNothingIsPending() {
      a.expect(look("r"), is(NO_PROGRAM));
      b.expect(look("r"), is(IN));
      c.expect(look("r"), is(IN));

      run.check(RING);

      assertThat(run.statuses()).containsExactly("a ring failed", "b ring failed", "c ring failed");
    }

    @Test
    void areUnknownOnAllHostsWhenTheyAreOnOne() {
      run.check(
          """
          - hosts: all
            tasks:
              - {name: run, command: tell, register: told, when: "inventory_hostname == 'b'"}
              - {name: ring, ring: {name: "${(inventory_hostname == 'b')?then(told.stdout, 'r')}"}}
          """);

      assertThat(run.statuses().subList(3, 6))
          .containsExactly("a ring unknown", "b ring unknown", "c ring unknown");
      assertThat(result("a").message()).isPresent();
    }
  }
}
