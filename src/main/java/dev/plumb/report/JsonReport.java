package dev.plumb.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/** A run as one JSON document. */
public final class JsonReport extends FileReport {

  private final String version;
  private final ToIntFunction<Event.RunEnded> exitStatus;

  /**
   * Creates a report.
   *
   * @param version the version of plumb
   * @param exitStatus the exit status of a run
   */
  public JsonReport(
      Path file, Redaction redaction, String version, ToIntFunction<Event.RunEnded> exitStatus) {
    super(file, redaction);
    this.version = version;
    this.exitStatus = exitStatus;
  }

  @Override
  void write(RunRecord run, Event.RunEnded ended, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeObjectFieldStart("run");
      json.writeStringField("id", run.started().id());
      json.writeStringField("mode", run.started().mode());
      json.writeStringField("started", run.started().startedAt().toString());
      ReportJson.endFields(json, ended, exitStatus.applyAsInt(ended));
      json.writeStringField("plumb", version);
      ReportJson.unfinishedHosts(json, ended);
      json.writeEndObject();
      ReportJson.hosts(json, ended);
      json.writeArrayFieldStart("tasks");
      for (TaskResult result : run.results()) {
        json.writeStartObject();
        ReportJson.taskFields(json, result);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
