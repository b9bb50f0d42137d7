package dev.plumb.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.value.Redaction;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/** The events of a run, one JSON object per line, each written at once. */
public final class JsonLinesReport implements EventSink {

  private final Writer out;
  private final Path file;
  private final String version;
  private final ToIntFunction<Event.RunEnded> exitStatus;
  private final RunRecord run = new RunRecord();

  /**
   * Opens the file.
   *
   * @param version the version of plumb
   * @param exitStatus the exit status of a run
   * @throws UncheckedIOException if the file cannot be written
   */
  public JsonLinesReport(
      Path file, Redaction redaction, String version, ToIntFunction<Event.RunEnded> exitStatus) {
    this.file = file;
    this.version = version;
    this.exitStatus = exitStatus;
    try {
      this.out =
          new OutputStreamWriter(
              new RedactedStream(Files.newOutputStream(file), redaction), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw writeFailed(e);
    }
  }

  @Override
  public void accept(Event event) {
    StringWriter line = new StringWriter();
    try {
      try (JsonGenerator json = new JsonFactory().createGenerator(line)) {
        json.writeStartObject();
        if (!write(event, json)) {
          return;
        }
        json.writeEndObject();
      }
      out.write(line + "\n");
      out.flush();
      if (event instanceof Event.RunEnded) {
        out.close();
      }
    } catch (IOException e) {
      throw writeFailed(e);
    }
  }

  /** Writes the fields of an event; returns false if it has none. */
  private boolean write(Event event, JsonGenerator json) throws IOException {
    switch (event) {
      case Event.RunStarted started -> {
        json.writeStringField("event", "run_started");
        json.writeStringField("id", started.id());
        json.writeStringField("mode", started.mode());
        json.writeStringField("started", started.startedAt().toString());
        json.writeStringField("plumb", version);
      }
      case Event.PlayStarted play -> {
        start("play_started", "play", play.play(), play.place(), json);
        ReportJson.names(json, "hosts", play.hosts());
      }
      case Event.TaskStarted task -> {
        start("task_started", "task", task.task(), task.place(), json);
        json.writeStringField("module", task.module());
      }
      case Event.TaskEnded ended -> {
        if (!run.isRow(ended)) {
          return false;
        }
        json.writeStringField("event", "task_ended");
        ReportJson.taskFields(json, ended.result());
      }
      case Event.Warned warned -> {
        json.writeStringField("event", "warned");
        json.writeStringField("message", ReportJson.text(warned.warning()));
      }
      case Event.RunEnded ended -> {
        json.writeStringField("event", "run_ended");
        ReportJson.endFields(json, ended, exitStatus.applyAsInt(ended));
        ReportJson.unfinishedHosts(json, ended);
        json.writeBooleanField("interrupted", ended.interrupted());
        ReportJson.hosts(json, ended);
      }
      case Event.HostBusy _ -> {
        return false;
      }
    }
    return true;
  }

  private static void start(String event, String key, String name, Place at, JsonGenerator json)
      throws IOException {
    json.writeStringField("event", event);
    json.writeStringField(key, name);
    json.writeStringField("at", at.toString());
  }

  private UncheckedIOException writeFailed(IOException e) {
    return new UncheckedIOException("The report " + file + " cannot be written", e);
  }
}
