package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A run as one self-contained HTML page without scripts. */
public final class HtmlReport extends FileReport {

  private static final String STYLE =
      """
      body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; }
      table { border-collapse: collapse; }
      th, td { text-align: left; padding: .2em .8em; border-bottom: 1px solid #ddd; }
      pre { background: #f6f6f6; padding: .6em; overflow-x: auto; margin: .2em 0 1em; }
      .changed { color: #8a5a00; } .unknown { color: #5a3fa0; } .skipped { color: #777; }
      .failed, .refused, .unreachable { color: #b00020; font-weight: bold; }
      """;

  public HtmlReport(Path file, Redaction redaction) {
    super(file, redaction);
  }

  @Override
  void write(RunRecord run, Event.RunEnded ended, OutputStream out) throws IOException {
    StringBuilder page = new StringBuilder();
    String title = Markup.escape("plumb " + run.started().mode() + " " + run.started().id());
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .append(title)
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(title)
        .append("</h1>\n<p>Took ")
        .append(ReportJson.seconds(ended.duration()))
        .append(" s.</p>\n<table>\n<tr><th>host</th><th>ok</th><th>changed</th><th>unknown</th>")
        .append("<th>skipped</th><th>failed</th><th>refused</th><th></th></tr>\n");
    ended
        .hosts()
        .forEach(
            (host, counts) ->
                page.append(
                    "<tr><td>%s</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%s</td></tr>\n"
                        .formatted(
                            Markup.escape(host.value()),
                            counts.ok(),
                            counts.changed(),
                            counts.unknown(),
                            counts.skipped(),
                            counts.failed(),
                            counts.refused(),
                            counts.unreachable() ? "unreachable" : "")));
    page.append("</table>\n");
    names("Stopped because other hosts failed", ended.stopped(), page);
    names("Not attempted because other hosts failed", ended.notAttempted(), page);
    String play = "";
    for (TaskResult result : run.results()) {
      if (!result.play().equals(play)) {
        play = result.play();
        page.append("<h2>").append(Markup.escape(play)).append("</h2>\n");
      }
      row(result, page);
    }
    page.append("</body>\n</html>\n");
    out.write(page.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void row(TaskResult result, StringBuilder page) {
    String status = result.status().toString();
    page.append(
        "<div><b>%s</b> <span class=\"%s\">%s</span> %s <small>%s</small></div>\n"
            .formatted(
                Markup.escape(result.host().value()),
                status,
                result.ignored() ? "ignored" : status,
                Markup.escape(Markup.title(result)),
                Markup.escape(result.place().toString())));
    List<String> details = Markup.details(result);
    if (!details.isEmpty()) {
      page.append("<pre>").append(Markup.escape(String.join("\n", details))).append("</pre>\n");
    }
  }

  private static void names(String title, List<?> hosts, StringBuilder page) {
    if (!hosts.isEmpty()) {
      page.append("<p>").append(title).append(": ");
      page.append(Markup.escape(String.join(", ", hosts.stream().map(Object::toString).toList())))
          .append("</p>\n");
    }
  }
}
