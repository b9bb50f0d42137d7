package dev.plumb.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.value.HostName;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          in sync,                   CHECK, 0, 0, 0, 0, false, 0
          drift found,               CHECK, 1, 0, 0, 0, false, 2
          only an apply would tell,  CHECK, 0, 1, 0, 0, false, 2
          changes made,              APPLY, 1, 0, 0, 0, false, 0
          task failed,               APPLY, 1, 0, 1, 0, false, 3
          host unreachable,          APPLY, 0, 0, 0, 0, true,  4
          refused,                   APPLY, 0, 0, 0, 1, false, 6
          unreachable beside drift,  CHECK, 1, 0, 0, 0, true,  4
          refused and unreachable,   CHECK, 1, 1, 0, 1, true,  6
          everything at once,        CHECK, 1, 1, 1, 1, true,  3
          """)
  void isTheMostSevere(
      String situation,
      Mode mode,
      int changed,
      int unknown,
      int failed,
      int refused,
      boolean unreachable,
      int expected) {
    HostSummary host = new HostSummary(1, changed, unknown, 0, failed, refused, unreachable, 1);
    assertThat(ExitStatus.of(ended(host, false), mode).number()).as(situation).isEqualTo(expected);
  }

  @Test
  void considersEveryHost() {
    SortedMap<HostName, HostSummary> hosts = new TreeMap<>();
    hosts.put(new HostName("a"), new HostSummary(1, 0, 0, 0, 0, 0, false, 1));
    hosts.put(new HostName("b"), new HostSummary(1, 0, 0, 0, 1, 0, false, 1));
    assertThat(ExitStatus.of(new Event.RunEnded(hosts, Duration.ZERO, false), Mode.APPLY))
        .isEqualTo(ExitStatus.TASK_FAILED);
  }

  @Test
  void interruptedOverridesOtherStatuses() {
    HostSummary failed = new HostSummary(1, 0, 0, 0, 1, 0, false, 1);
    assertThat(ExitStatus.of(ended(failed, true), Mode.APPLY).number()).isEqualTo(130);
  }

  private static Event.RunEnded ended(HostSummary host, boolean interrupted) {
    SortedMap<HostName, HostSummary> hosts = new TreeMap<>();
    hosts.put(new HostName("node0"), host);
    return new Event.RunEnded(hosts, Duration.ZERO, interrupted);
  }
}
