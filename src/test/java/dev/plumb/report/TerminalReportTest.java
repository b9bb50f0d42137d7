package dev.plumb.report;

import static dev.plumb.report.TaskResults.difference;
import static dev.plumb.report.TaskResults.host;
import static dev.plumb.report.TaskResults.play;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.HostName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TerminalReportTest {

  private static final TaskResults INSTALL = new TaskResults("install etcd", "apt");
  private static final TaskResults UNIT = new TaskResults("write the unit", "template");
  private static final HostSummary STEADY = new HostSummary(40, 0, 0, 0, 0, 0, false, 2);

  @Test
  void showsOnlyTheRecapOfAnInSyncRun() {
    assertThat(
            text(
                "apply",
                false,
                play("node0", "node10"),
                INSTALL.starts(),
                INSTALL.ends("node0", Status.OK),
                INSTALL.says("node10", Status.SKIPPED, "when is false"),
                ended(Map.of(host("node0"), STEADY, host("node10"), STEADY))))
        .isEqualTo(
            """
            Play "Bring up etcd" on node0, node10

            Applied in 0.4 s.
            node0  : ok=40 changed=0 unknown=0 skipped=0 failed=0
            node10 : ok=40 changed=0 unknown=0 skipped=0 failed=0
            """);
  }

  @Test
  void namesHostTaskAndPropertyOfEachChange() {
    assertThat(
            text(
                "apply",
                false,
                play("node0", "node1"),
                UNIT.starts(),
                UNIT.ends(
                    "node0",
                    Status.CHANGED,
                    difference("content", "12 bytes", "20 bytes", "-a", "+b"),
                    difference("mode", "0644", "0600"))))
        .isEqualTo(
            """
            Play "Bring up etcd" on node0, node1
            node0  changed      write the unit
                content: 12 bytes -> 20 bytes
                  -a
                  +b
                mode: 0644 -> 0600
            """);
  }

  @Test
  void saysWouldChangeInACheckAndWhyATaskIsUnknown() {
    assertThat(
            text(
                "check",
                false,
                play("node0"),
                INSTALL.starts(),
                INSTALL.ends("node0", Status.CHANGED, difference("state", "absent", "present")),
                UNIT.starts(),
                UNIT.says("node0", Status.UNKNOWN, "/etc/etcd is known after apply"),
                ended(Map.of(host("node0"), new HostSummary(0, 1, 1, 0, 0, 0, false, 1)))))
        .isEqualTo(
            """
            Play "Bring up etcd" on node0
            node0  would change  install etcd
                state: absent -> present
            node0  unknown       write the unit
                /etc/etcd is known after apply

            Checked in 0.4 s.
            node0 : ok=0 changed=1 unknown=1 skipped=0 failed=0
            """);
  }

  @Test
  void showsOkTasksAndStartedWorkWhenVerbose() {
    assertThat(
            text(
                "apply",
                true,
                play("node0"),
                INSTALL.starts(),
                new Event.HostBusy(host("node0"), "etcd: absent -> 3.4"),
                INSTALL.ends("node0", Status.OK),
                INSTALL.says("node0", Status.SKIPPED, "when is false")))
        .isEqualTo(
            """
            Play "Bring up etcd" on node0
            node0  ...          etcd: absent -> 3.4
            node0  ok           install etcd  [apt site.yml:14:7]
            node0  skipped      install etcd  [apt site.yml:14:7]
                when is false
            """);
  }

  @Test
  void alwaysShowsDebugMessages() {
    assertThat(
            text(
                "apply",
                false,
                play("node0"),
                new TaskResults("show it", "debug").says("node0", Status.OK, "one\ntwo")))
        .isEqualTo(
            """
            Play "Bring up etcd" on node0
            node0  ok           show it
                one
                two
            """);
  }

  @Test
  void showsItemsAndNotTheirSum() {
    assertThat(
            text(
                "apply",
                false,
                play("node0"),
                INSTALL.starts(),
                INSTALL.item("node0", Status.OK, "etcd-client"),
                INSTALL.item(
                    "node0",
                    Status.CHANGED,
                    "etcd-server",
                    difference("state", "absent", "present")),
                INSTALL.ends("node0", Status.CHANGED, difference("state", "absent", "present"))))
        .isEqualTo(
            """
            Play "Bring up etcd" on node0
            node0  changed      install etcd (item etcd-server)
                state: absent -> present
            """);
  }

  @Test
  void printsTheWholeProblemOfAFailureAndCountsWhatIsRare() {
    assertThat(
            text(
                "apply",
                false,
                play("node0"),
                INSTALL.starts(),
                INSTALL.fails(
                    "node0", Status.FAILED, Diagnostic.error("Command failed", "It said no.")),
                ended(Map.of(host("node0"), new HostSummary(1, 0, 0, 0, 1, 2, true, 1)))))
        .isEqualTo(
            """
            Play "Bring up etcd" on node0
            node0  failed       install etcd

            Error: Command failed

              It said no.

            Applied in 0.4 s.
            node0 : ok=1 changed=0 unknown=0 skipped=0 failed=1 refused=2 unreachable=1
            """);
  }

  @Test
  void marksIgnoredFailures() {
    TaskResult failed =
        INSTALL
            .fails("node0", Status.FAILED, Diagnostic.error("Command failed", "It said no."))
            .result();
    TaskResult ignored =
        new TaskResult(
            failed.play(),
            failed.task(),
            failed.module(),
            failed.host(),
            failed.item(),
            failed.status(),
            failed.place(),
            failed.duration(),
            failed.differences(),
            failed.message(),
            failed.problem(),
            true,
            failed.printsMessage());
    assertThat(text("apply", false, play("node0"), new Event.TaskEnded(ignored, false)))
        .contains("node0  ignored      install etcd\n");
  }

  @Test
  void countsTheHostsOfALargePlay() {
    String[] many = new String[300];
    for (int i = 0; i < many.length; i++) {
      many[i] = "node" + i;
    }
    assertThat(text("apply", false, play(many))).isEqualTo("Play \"Bring up etcd\" on 300 hosts\n");
  }

  @Test
  void explainsTheStateAfterAnInterrupt() {
    assertThat(
            text(
                "apply",
                false,
                new Event.RunEnded(
                    new TreeMap<>(Map.of(host("node0"), STEADY)), Duration.ofMillis(3210), true)))
        .isEqualTo(
            """
            Interrupted after 3.2 s. Completed changes are kept; the next run continues from here.
            node0 : ok=40 changed=0 unknown=0 skipped=0 failed=0
            """);
  }

  @Test
  void printsWarnings() {
    assertThat(
            text(
                "apply",
                false,
                new Event.Warned(Diagnostic.warning("Old key", Place.NONE, "Use the new one."))))
        .isEqualTo("\nWarning: Old key\n\n  Use the new one.\n\n");
  }

  private static Event.RunEnded ended(Map<HostName, HostSummary> hosts) {
    SortedMap<HostName, HostSummary> sorted = new TreeMap<>(hosts);
    return new Event.RunEnded(sorted, Duration.ofMillis(410), false);
  }

  private static String text(String mode, boolean verbose, Event... events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    TerminalReport report = new TerminalReport(new PlainScreen(out), verbose);
    report.accept(new Event.RunStarted("run", mode, Instant.EPOCH));
    for (Event event : events) {
      report.accept(event);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
