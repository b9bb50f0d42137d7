package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.HostName;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * A run as JUnit's XML, which CI servers show: a suite for each host, a case for each task. In a
 * check what would change is a failure, for there is drift; what only an apply would tell is
 * skipped.
 */
public final class JUnitReport extends FileReport {

  public JUnitReport(Path file, Redaction redaction) {
    super(file, redaction);
  }

  @Override
  void write(RunRecord run, Event.RunEnded ended, OutputStream out) throws IOException {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites name=\"plumb ")
        .append(Markup.escape(run.started().mode()))
        .append("\" time=\"")
        .append(ReportJson.seconds(ended.duration()))
        .append("\">\n");
    for (HostName host : ended.hosts().keySet()) {
      suite(host, run, xml);
    }
    out.write(xml.append("</testsuites>\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void suite(HostName host, RunRecord run, StringBuilder xml) {
    List<TaskResult> own = run.results().stream().filter(r -> r.host().equals(host)).toList();
    xml.append(
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">\n"
            .formatted(
                Markup.escape(host.value()),
                own.size(),
                count(own, result -> isFailure(result, run.isCheck())),
                count(own, JUnitReport::isError),
                count(own, JUnitReport::isSkipped)));
    for (TaskResult result : own) {
      xml.append(
          "    <testcase classname=\"%s\" name=\"%s\" file=\"%s\" time=\"%s\""
              .formatted(
                  Markup.escape(result.play()),
                  Markup.escape(Markup.title(result)),
                  Markup.escape(result.place().toString()),
                  ReportJson.seconds(result.duration())));
      String tag =
          isError(result)
              ? "error"
              : isFailure(result, run.isCheck()) ? "failure" : isSkipped(result) ? "skipped" : "";
      if (tag.isEmpty()) {
        xml.append("/>\n");
      } else {
        xml.append(
            ">\n      <%s message=\"%s\">%s</%s>\n    </testcase>\n"
                .formatted(
                    tag,
                    Markup.escape(message(result)),
                    Markup.escape(String.join("\n", Markup.details(result))),
                    tag));
      }
    }
    xml.append("  </testsuite>\n");
  }

  private static String message(TaskResult result) {
    return result
        .problem()
        .map(problem -> problem.summary())
        .orElse(result.status() == Status.CHANGED ? "would change" : result.status().toString());
  }

  private static boolean isFailure(TaskResult result, boolean checks) {
    return switch (result.status()) {
      case FAILED, REFUSED -> !result.ignored();
      case CHANGED -> checks;
      case OK, UNKNOWN, SKIPPED, UNREACHABLE -> false;
    };
  }

  private static boolean isError(TaskResult result) {
    return result.status() == Status.UNREACHABLE && !result.ignored();
  }

  private static boolean isSkipped(TaskResult result) {
    return result.status() == Status.SKIPPED || result.status() == Status.UNKNOWN;
  }

  private static long count(List<TaskResult> results, Predicate<TaskResult> which) {
    return results.stream().filter(which).count();
  }
}
