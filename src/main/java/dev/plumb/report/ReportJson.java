package dev.plumb.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.HostName;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fields of the JSON reports. */
final class ReportJson {

  private ReportJson() {}

  static void endFields(JsonGenerator json, Event.RunEnded ended, int exitStatus)
      throws IOException {
    json.writeNumberField("seconds", seconds(ended.duration()));
    json.writeNumberField("exit_status", exitStatus);
  }

  static void unfinishedHosts(JsonGenerator json, Event.RunEnded ended) throws IOException {
    // Most runs have none, and then no such field.
    if (!ended.stopped().isEmpty()) {
      names(json, "stopped", ended.stopped());
    }
    if (!ended.notAttempted().isEmpty()) {
      names(json, "not_attempted", ended.notAttempted());
    }
  }

  static void names(JsonGenerator json, String field, List<HostName> hosts) throws IOException {
    json.writeArrayFieldStart(field);
    for (HostName host : hosts) {
      json.writeString(host.value());
    }
    json.writeEndArray();
  }

  static void hosts(JsonGenerator json, Event.RunEnded ended) throws IOException {
    json.writeObjectFieldStart("hosts");
    for (Map.Entry<HostName, HostSummary> host : ended.hosts().entrySet()) {
      json.writeObjectFieldStart(host.getKey().value());
      HostSummary counts = host.getValue();
      json.writeNumberField("ok", counts.ok());
      json.writeNumberField("changed", counts.changed());
      json.writeNumberField("unknown", counts.unknown());
      json.writeNumberField("skipped", counts.skipped());
      json.writeNumberField("failed", counts.failed());
      json.writeNumberField("refused", counts.refused());
      json.writeBooleanField("unreachable", counts.unreachable());
      json.writeNumberField("round_trips", counts.roundTrips());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  static void taskFields(JsonGenerator json, TaskResult result) throws IOException {
    json.writeStringField("play", result.play());
    json.writeStringField("task", result.task());
    json.writeStringField("module", result.module());
    json.writeStringField("host", result.host().value());
    optional(json, "item", result.item());
    json.writeStringField("status", result.status().toString());
    json.writeStringField("at", result.place().toString());
    json.writeNumberField("seconds", seconds(result.duration()));
    json.writeArrayFieldStart("changes");
    for (TaskResult.PropertyChange difference : result.differences()) {
      json.writeStartObject();
      json.writeStringField("property", difference.property());
      json.writeStringField("before", difference.before());
      json.writeStringField("after", difference.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    optional(json, "message", result.problem().map(ReportJson::text).or(result::message));
  }

  static String text(Diagnostic problem) {
    return problem.summary() + ": " + problem.detail();
  }

  private static void optional(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    } else {
      json.writeNullField(name);
    }
  }

  static BigDecimal seconds(Duration took) {
    return BigDecimal.valueOf(took.toMillis(), 3);
  }
}
