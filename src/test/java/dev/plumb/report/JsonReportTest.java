package dev.plumb.report;

import static dev.plumb.report.TaskResults.difference;
import static dev.plumb.report.TaskResults.host;
import static dev.plumb.report.TaskResults.play;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.Status;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {

  private static final TaskResults INSTALL = new TaskResults("install \"etcd\"", "apt");

  @TempDir Path folder;

  @Test
  void writesTheDocumentedFields() throws IOException {
    Path file = folder.resolve("run.json");
    Files.writeString(file, "an older report");
    JsonReport report =
        new JsonReport(file, new Redaction(), "1.0.0", ended -> ended.interrupted() ? 130 : 3);
    report.accept(new Event.RunStarted("r-1", "apply", Instant.parse("2026-01-02T03:04:05Z")));
    report.accept(play("node0"));
    report.accept(INSTALL.starts());
    report.accept(
        INSTALL.item("node0", Status.CHANGED, "etcd", difference("state", "absent", "3.4.23")));
    report.accept(INSTALL.ends("node0", Status.CHANGED));
    report.accept(INSTALL.says("node0", Status.SKIPPED, "when is false"));
    report.accept(
        INSTALL.fails("node0", Status.FAILED, Diagnostic.error("Command failed", "It said no.")));
    report.accept(
        new Event.RunEnded(
            new TreeMap<>(Map.of(host("node0"), new HostSummary(1, 2, 3, 4, 5, 6, false, 7))),
            Duration.ofMillis(410),
            false));

    assertThat(compact(Files.readString(file)))
        .isEqualTo(
            compact(
                """
                {"run": {"id": "r-1", "mode": "apply", "started": "2026-01-02T03:04:05Z",
                         "seconds": 0.410, "exit_status": 3, "plumb": "1.0.0"},
                 "hosts": {"node0": {"ok": 1, "changed": 2, "unknown": 3, "skipped": 4, "failed": 5,
                                     "refused": 6, "unreachable": false, "round_trips": 7}},
                 "tasks": [
                   {"play": "Bring up etcd", "task": "install \\"etcd\\"", "module": "apt",
                    "host": "node0", "item": "etcd", "status": "changed", "at": "site.yml:14:7",
                    "seconds": 0.010,
                    "changes": [{"property": "state", "before": "absent", "after": "3.4.23"}],
                    "message": null},
                   {"play": "Bring up etcd", "task": "install \\"etcd\\"", "module": "apt",
                    "host": "node0", "item": null, "status": "skipped", "at": "site.yml:14:7",
                    "seconds": 0.010, "changes": [], "message": "when is false"},
                   {"play": "Bring up etcd", "task": "install \\"etcd\\"", "module": "apt",
                    "host": "node0", "item": null, "status": "failed", "at": "site.yml:14:7",
                    "seconds": 0.010, "changes": [], "message": "Command failed: It said no."}]}
                """));
    assertThat(folder.toFile().list()).containsExactly("run.json");
  }

  @Test
  void namesTheFileItCannotWrite() {
    Path file = folder.resolve("missing/run.json");
    JsonReport report = new JsonReport(file, new Redaction(), "1.0.0", _ -> 0);
    assertThatThrownBy(
            () -> report.accept(new Event.RunEnded(new TreeMap<>(), Duration.ZERO, false)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("The report " + file + " cannot be written");
  }

  /** Without the blanks and line ends between tokens. */
  private static String compact(String json) {
    StringBuilder tokens = new StringBuilder();
    boolean inText = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"' && json.charAt(i - 1) != '\\') {
        inText = !inText;
      }
      if (inText || !Character.isWhitespace(c)) {
        tokens.append(c);
      }
    }
    return tokens.toString();
  }
}
