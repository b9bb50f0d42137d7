package dev.plumb.report;

import static dev.plumb.report.TaskResults.difference;
import static dev.plumb.report.TaskResults.host;
import static dev.plumb.report.TaskResults.play;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.Status;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The reports for CI servers and people that are written beside the json one. */
class FileReportsTest {

  private static final TaskResults TASK = new TaskResults("a <b> & \"c\"", "copy");

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("report");
  }

  private String told(EventSink report, String mode) throws IOException {
    report.accept(new Event.RunStarted("r-1", mode, Instant.parse("2026-01-02T03:04:05Z")));
    report.accept(play("node0", "node1"));
    report.accept(TASK.starts());
    report.accept(TASK.ends("node0", Status.OK));
    report.accept(
        TASK.item(
            "node0", Status.CHANGED, "one", difference("content", "a", "b", "-old", "+```new")));
    report.accept(TASK.ends("node0", Status.CHANGED));
    report.accept(TASK.says("node0", Status.UNKNOWN, "known after apply"));
    report.accept(
        TASK.fails(
            "node1", Status.FAILED, Diagnostic.error("Command failed", "It said \u0007no.")));
    report.accept(TASK.fails("node1", Status.UNREACHABLE, Diagnostic.error("Gone", "Not there.")));
    report.accept(
        new Event.RunEnded(
            new TreeMap<>(
                Map.of(
                    host("node0"), new HostSummary(1, 1, 1, 0, 0, 0, false, 2),
                    host("node1"), new HostSummary(0, 0, 0, 0, 1, 0, true, 2))),
            Duration.ofMillis(410),
            false,
            List.of(),
            List.of(host("node2"))));
    return Files.readString(file);
  }

  private Document xml(String mode) throws Exception {
    told(new JUnitReport(file, new Redaction()), mode);
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static String suite(Document xml, int index) {
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(index);
    return "%s tests=%s failures=%s errors=%s skipped=%s"
        .formatted(
            suite.getAttribute("name"),
            suite.getAttribute("tests"),
            suite.getAttribute("failures"),
            suite.getAttribute("errors"),
            suite.getAttribute("skipped"));
  }

  @Test
  void writesAJUnitTestCaseForEachTask() throws Exception {
    Document xml = xml("apply");

    assertThat(suite(xml, 0)).isEqualTo("node0 tests=3 failures=0 errors=0 skipped=1");
    assertThat(suite(xml, 1)).isEqualTo("node1 tests=2 failures=1 errors=1 skipped=0");
    Element failure = (Element) xml.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("Command failed");
    assertThat(failure.getTextContent()).isEqualTo("Command failed\nIt said no.");
    assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("a <b> & \"c\"");
  }

  @Test
  void reportsDriftAsAJUnitFailureInACheck() throws Exception {
    Document xml = xml("check");

    assertThat(suite(xml, 0)).isEqualTo("node0 tests=3 failures=1 errors=0 skipped=1");
    Element failure = (Element) xml.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("would change");
    assertThat(failure.getTextContent()).isEqualTo("content: a -> b\n-old\n+```new");
  }

  @Test
  void writesNotableResultsAsMarkdown() throws IOException {
    assertThat(told(new MarkdownReport(file, new Redaction()), "check"))
        .isEqualTo(
            """
            # plumb check r-1

            | host | ok | changed | unknown | skipped | failed | refused | |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            | node0 | 1 | 1 | 1 | 0 | 0 | 0 |  |
            | node1 | 0 | 0 | 0 | 0 | 1 | 0 | unreachable |

            Not attempted because other hosts failed: node2

            ## What would change

            - **node0** changed: a \\<b\\> & "c" (item one) (site.yml:14:7)

              ````diff
              content: a -> b
              -old
              +```new
              ````

            - **node0** unknown: a \\<b\\> & "c" (site.yml:14:7)

              ```diff
              known after apply
              ```

            - **node1** failed: a \\<b\\> & "c" (site.yml:14:7)

              ```diff
              Command failed
              It said \u0007no.
              ```

            - **node1** unreachable: a \\<b\\> & "c" (site.yml:14:7)

              ```diff
              Gone
              Not there.
              ```
            """);
  }

  @Test
  void writesOnePageOfHtml() throws IOException {
    String page = told(new HtmlReport(file, new Redaction()), "apply");

    assertThat(page)
        .startsWith("<!DOCTYPE html>\n")
        .contains(
            "<tr><td>node1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>1</td><td>0</td><td>unreachable</td></tr>",
            "<p>Not attempted because other hosts failed: node2</p>",
            "<div><b>node0</b> <span class=\"changed\">changed</span> a &lt;b&gt; &amp;"
                + " &quot;c&quot; (item one)",
            "<pre>content: a -&gt; b\n-old\n+```new</pre>")
        .doesNotContain("<b> &", "<script", "http");
  }

  @Test
  void writesALineForEachEventAsItHappens() throws IOException {
    JsonLinesReport report = new JsonLinesReport(file, new Redaction(), "1.0.0", _ -> 3);
    report.accept(new Event.RunStarted("r-1", "apply", Instant.parse("2026-01-02T03:04:05Z")));

    assertThat(Files.readString(file))
        .isEqualToIgnoringNewLines(
            "{\"event\":\"run_started\",\"id\":\"r-1\",\"mode\":\"apply\","
                + "\"started\":\"2026-01-02T03:04:05Z\",\"plumb\":\"1.0.0\"}");

    report.accept(play("node0"));
    report.accept(TASK.starts());
    report.accept(TASK.ends("node0", Status.OK));
    report.accept(
        new Event.RunEnded(
            new TreeMap<>(Map.of(host("node0"), new HostSummary(1, 0, 0, 0, 0, 0, false, 2))),
            Duration.ofMillis(410),
            false));

    assertThat(Files.readAllLines(file).subList(1, 5))
        .containsExactly(
            "{\"event\":\"play_started\",\"play\":\"Bring up"
                + " etcd\",\"at\":\"site.yml:1:3\",\"hosts\":[\"node0\"]}",
            "{\"event\":\"task_started\",\"task\":\"a <b> &"
                + " \\\"c\\\"\",\"at\":\"site.yml:14:7\",\"module\":\"copy\"}",
            "{\"event\":\"task_ended\",\"play\":\"Bring up etcd\",\"task\":\"a <b> &"
                + " \\\"c\\\"\",\"module\":\"copy\","
                + "\"host\":\"node0\",\"item\":null,\"status\":\"ok\",\"at\":\"site.yml:14:7\",\"seconds\":0.010,"
                + "\"changes\":[],\"message\":null}",
            "{\"event\":\"run_ended\",\"seconds\":0.410,\"exit_status\":3,\"interrupted\":false,\"hosts\":"
                + "{\"node0\":{\"ok\":1,\"changed\":0,\"unknown\":0,\"skipped\":0,\"failed\":0,\"refused\":0,"
                + "\"unreachable\":false,\"round_trips\":2}}}");
  }
}
