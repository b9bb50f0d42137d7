package dev.plumb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.task.HandlerMarkers;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.ScriptedHost;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a play goes over its hosts. */
class RollingTest {

  @TempDir Path folder;

  private EngineFixture run;

  @BeforeEach
  void fourHosts() {
    run = new EngineFixture(folder);
    List.of("a", "b", "c", "d").forEach(run::host);
  }

  private void runs(String host, String... commands) {
    for (String command : commands) {
      run.host(host).expect(new Step.Run(Command.of(command)), Exec.Exited.of(0, "", ""));
    }
  }

  private void fails(String host, String command) {
    run.host(host).expect(new Step.Run(Command.of(command)), Exec.Exited.of(1, "", "no\n"));
  }

  private List<String> batches() {
    List<String> batches = new ArrayList<>();
    for (Event event : run.events()) {
      if (event instanceof Event.PlayStarted started) {
        batches.add(String.join(" ", started.hosts().stream().map(HostName::value).toList()));
      }
    }
    return batches;
  }

  private static String play(String keywords, String... commands) {
    StringBuilder play = new StringBuilder("- hosts: all\n");
    keywords.lines().forEach(line -> play.append("  ").append(line).append('\n'));
    play.append("  tasks:\n");
    for (String command : commands) {
      play.append("    - {name: ")
          .append(command)
          .append(", command: ")
          .append(command)
          .append("}\n");
    }
    return play.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serial: 1 | a;b;c;d",
        "serial: 3 | a b c;d",
        "serial: '50%' | a b;c d",
        "serial: '10%' | a;b;c;d",
        "serial: [1, '100%'] | a;b c d",
        "serial: 0 | a b c d",
        "serial: ${1 + 1} | a b;c d",
        "order: reverse_inventory | d c b a",
        "order: reverse_sorted | d c b a",
        "order: sorted | a b c d",
      })
  void takesHostsInBatchesAndInOrder(String keywords, String batches) {
    List.of("a", "b", "c", "d").forEach(host -> runs(host, "one", "two"));

    run.apply(play(keywords, "one", "two"));

    assertThat(batches()).isEqualTo(List.of(batches.split(";")));
    assertThat(run.statuses()).hasSize(8);
  }

  @Test
  void shufflesHostsToSomeOrder() {
    List.of("a", "b", "c", "d").forEach(host -> runs(host, "one"));

    run.apply(play("order: shuffle", "one"));

    assertThat(List.of(batches().getFirst().split(" ")))
        .containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  void finishesABatchBeforeTheNextOneBegins() {
    List.of("a", "b", "c", "d").forEach(host -> runs(host, "one", "two"));

    run.apply(play("serial: 1", "one", "two"));

    assertThat(run.statuses().subList(0, 3))
        .containsExactly("a one changed", "a two changed", "b one changed");
  }

  @Test
  void stopsARollingPlayAtTheBatchThatFailedAsAWhole() {
    runs("a", "one", "two");
    fails("b", "one");

    Event.RunEnded ended = run.apply(play("serial: 1", "one", "two"));

    assertThat(run.statuses()).containsExactly("a one changed", "a two changed", "b one failed");
    assertThat(ended.notAttempted()).extracting(HostName::value).containsExactly("c", "d");
    assertThat(ended.stopped()).isEmpty();
  }

  @Test
  void continuesWithinMaxFailPercentage() {
    fails("a", "one");
    List.of("b", "c", "d").forEach(host -> runs(host, "one", "two"));

    Event.RunEnded ended = run.apply(play("max_fail_percentage: 25", "one", "two"));

    assertThat(ended.stopped()).isEmpty();
    assertThat(run.statuses()).hasSize(7);
  }

  @Test
  void stopsAllHostsBeyondMaxFailPercentage() {
    fails("a", "one");
    runs("b", "one");
    runs("c");

    Event.RunEnded ended =
        run.apply(
            play("max_fail_percentage: 49\nserial: 2", "one", "two")
                + "- hosts: all\n  tasks: [{command: later}]\n");

    assertThat(run.statuses()).containsExactlyInAnyOrder("a one failed", "b one changed");
    assertThat(ended.stopped()).extracting(HostName::value).containsExactly("b");
    assertThat(ended.notAttempted()).extracting(HostName::value).containsExactly("c", "d");
  }

  @Test
  void stopsAllHostsAtTheFirstFailureThatIsFatalForAll() {
    fails("b", "one");
    List.of("a", "c", "d").forEach(host -> runs(host, "one"));

    Event.RunEnded ended = run.apply(play("any_errors_fatal: true", "one", "two"));

    assertThat(run.statuses()).hasSize(4);
    assertThat(ended.stopped()).extracting(HostName::value).containsExactly("a", "c", "d");
  }

  @Test
  void runsOnceAndSharesTheResultWithAllHosts() {
    run.host("a").expect(new Step.Run(Command.of("token")), Exec.Exited.of(0, "t0\n", ""));
    List.of("a", "b", "c", "d")
        .forEach(
            host ->
                run.host(host)
                    .expect(new Step.Run(Command.of("use", "t0")), Exec.Exited.of(0, "", "")));

    run.apply(
        """
        - hosts: all
          tasks:
            - {name: token, command: token, run_once: true, register: token}
            - {name: use, command: 'use ${token.stdout}'}
        """);

    assertThat(run.statuses().getFirst()).isEqualTo("a token changed");
    assertThat(run.statuses()).hasSize(5);
  }

  @Test
  void letsHostsRunFreely() {
    fails("a", "one");
    List.of("b", "c", "d").forEach(host -> runs(host, "one", "two"));

    run.apply(play("strategy: free", "one", "two"));

    assertThat(run.statuses())
        .containsExactlyInAnyOrder(
            "a one failed",
            "b one changed",
            "b two changed",
            "c one changed",
            "c two changed",
            "d one changed",
            "d two changed");
  }

  @Test
  void runsHandlersAlsoAfterAFailureWhenForced() {
    ScriptedHost a = run.host("a");
    a.expect(HandlerMarkers.probe().questions().getFirst(), Exec.Exited.of(0, "", ""));
    a.whenever(ThingModule.get("h"), ThingModule.is("1"));
    a.expect(HandlerMarkers.write(List.of(note())), Exec.Exited.of(0, note() + "\n", ""));
    runs("a", "one");
    fails("a", "two");
    a.expect(HandlerMarkers.remove(List.of(note())), Exec.Exited.of(0, "", ""));

    run.apply(
        """
        - hosts: a
          force_handlers: true
          tasks:
            - {name: one, command: one, notify: reload}
            - {name: two, command: two}
          handlers:
            - {name: reload, thing: {name: h, value: '1'}}
        """);

    assertThat(run.statuses()).containsExactly("a one changed", "a two failed", "a reload ok");
  }

  private static String note() {
    return "reload." + dev.plumb.value.Bytes.utf8("\nreload").sha256().hex().substring(0, 12);
  }

  @Test
  void throttlesHosts() {
    List.of("a", "b", "c", "d").forEach(host -> runs(host, "one"));

    run.apply("- hosts: all\n  tasks: [{name: one, command: one, throttle: 1}]\n");

    // One after the other, so in order.
    assertThat(run.statuses())
        .containsExactly("a one changed", "b one changed", "c one changed", "d one changed");
  }

  @Test
  void rejectsAnInvalidBatchSize() {
    assertThatThrownBy(() -> run.apply(play("serial: few", "one")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "\"serial\" must be a number of hosts or a percentage such as \"30%\", but was"
                + " \"few\".");
  }
}
