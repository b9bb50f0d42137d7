package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A run for the summary of a CI job or a comment: counts and notable results. */
public final class MarkdownReport extends FileReport {

  public MarkdownReport(Path file, Redaction redaction) {
    super(file, redaction);
  }

  @Override
  void write(RunRecord run, Event.RunEnded ended, OutputStream out) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# plumb ")
        .append(run.started().mode())
        .append(" ")
        .append(run.started().id())
        .append("\n\n| host | ok | changed | unknown | skipped | failed | refused | |\n")
        .append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    ended.hosts().forEach((host, counts) -> page.append(row(host.value(), counts)));
    names("Stopped because other hosts failed", ended.stopped(), page);
    names("Not attempted because other hosts failed", ended.notAttempted(), page);
    List<TaskResult> shown = run.results().stream().filter(Markup::isNotable).toList();
    if (!shown.isEmpty()) {
      page.append(run.isCheck() ? "\n## What would change\n" : "\n## What happened\n");
    }
    for (TaskResult result : shown) {
      page.append(
          "\n- **%s** %s: %s (%s)\n"
              .formatted(
                  cell(result.host().value()),
                  result.ignored() ? "ignored" : result.status(),
                  cell(Markup.title(result)),
                  cell(result.place().toString())));
      List<String> details = Markup.details(result);
      if (!details.isEmpty()) {
        page.append("\n  ").append(fence(details)).append("diff\n");
        details.forEach(line -> page.append(("  " + line).stripTrailing()).append('\n'));
        page.append("  ").append(fence(details)).append('\n');
      }
    }
    out.write(page.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String row(String host, HostSummary counts) {
    return "| %s | %d | %d | %d | %d | %d | %d | %s |\n"
        .formatted(
            cell(host),
            counts.ok(),
            counts.changed(),
            counts.unknown(),
            counts.skipped(),
            counts.failed(),
            counts.refused(),
            counts.unreachable() ? "unreachable" : "");
  }

  private static void names(String title, List<?> hosts, StringBuilder page) {
    if (!hosts.isEmpty()) {
      page.append("\n").append(title).append(": ");
      page.append(String.join(", ", hosts.stream().map(Object::toString).toList())).append("\n");
    }
  }

  /** A fence with more backticks than any row of them in the lines. */
  private static String fence(List<String> lines) {
    String fence = "```";
    while (String.join("\n", lines).contains(fence)) {
      fence += "`";
    }
    return fence;
  }

  private static String cell(String text) {
    return text.replaceAll("[\\\\`*_{}\\[\\]<>#|]", "\\\\$0").replace("\n", " ");
  }
}
