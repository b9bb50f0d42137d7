package dev.plumb.report;

import dev.plumb.engine.event.Status;
import dev.plumb.engine.event.TaskResult;
import java.util.ArrayList;
import java.util.List;

/** Text of reports in XML, HTML and Markdown. */
final class Markup {

  private Markup() {}

  /** Escapes text and attributes of XML and HTML, and drops characters that XML forbids. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n', '\t' -> escaped.append((char) c);
                default -> {
                  if (c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c < 0xE000)) {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }

  static String title(TaskResult result) {
    return result.task() + result.item().map(item -> " (item " + item + ")").orElse("");
  }

  /** Whether a result is neither ok nor skipped. */
  static boolean isNotable(TaskResult result) {
    return result.status() != Status.OK && result.status() != Status.SKIPPED;
  }

  /** The changes of a result and the reason of its failure. */
  static List<String> details(TaskResult result) {
    List<String> lines = new ArrayList<>();
    for (TaskResult.PropertyChange difference : result.differences()) {
      lines.add(difference.property() + ": " + difference.before() + " -> " + difference.after());
      lines.addAll(difference.diff());
    }
    result
        .problem()
        .ifPresent(
            problem -> {
              lines.add(problem.summary());
              problem.detail().lines().forEach(lines::add);
            });
    if (result.problem().isEmpty()) {
      result.message().ifPresent(message -> message.lines().forEach(lines::add));
    }
    return lines;
  }
}
