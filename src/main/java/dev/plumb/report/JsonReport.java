package dev.plumb.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.HostName;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Everything that happened in a run as one JSON file, written when the run ends and seen whole or
 * not at all. A looped task has a row for each item and none for their sum.
 */
public final class JsonReport implements EventSink {

  private final Path file;
  private final String version;
  private final ToIntFunction<Event.RunEnded> exitStatus;
  private final List<TaskResult> results = new ArrayList<>();
  private final Set<HostName> withItems = new HashSet<>();
  private Event.RunStarted started = new Event.RunStarted("", "", Instant.EPOCH);

  /**
   * @param version of plumb
   * @param exitStatus what the process will end with, given how the run ended
   */
  public JsonReport(Path file, String version, ToIntFunction<Event.RunEnded> exitStatus) {
    this.file = file;
    this.version = version;
    this.exitStatus = exitStatus;
  }

  @Override
  public void accept(Event event) {
    switch (event) {
      case Event.RunStarted start -> started = start;
      case Event.TaskEnded(TaskResult result, boolean isItem) -> {
        // The items of a loop stand for their task.
        boolean sumOfItems = !isItem && withItems.remove(result.host());
        if (isItem) {
          withItems.add(result.host());
        }
        if (!sumOfItems) {
          results.add(result);
        }
      }
      case Event.RunEnded ended -> write(ended);
      case Event.PlayStarted _, Event.TaskStarted _, Event.HostBusy _, Event.Warned _ -> {}
    }
  }

  /**
   * @throws UncheckedIOException when the file cannot be written
   */
  private void write(Event.RunEnded ended) {
    Path target = file.toAbsolutePath();
    try {
      // Beside the target: a rename is atomic within one file system only.
      Path unfinished =
          target.resolveSibling(
              target.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
      try (OutputStream out = Files.newOutputStream(unfinished);
          JsonGenerator json = new JsonFactory().createGenerator(out)) {
        json.useDefaultPrettyPrinter();
        writeAll(json, ended);
        json.writeRaw('\n');
      } catch (IOException e) {
        Files.deleteIfExists(unfinished);
        throw e;
      }
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("The report " + file + " could not be written", e);
    }
  }

  private void writeAll(JsonGenerator json, Event.RunEnded ended) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("run");
    json.writeStringField("id", started.id());
    json.writeStringField("mode", started.mode());
    json.writeStringField("started", started.at().toString());
    json.writeNumberField("seconds", seconds(ended.took()));
    json.writeNumberField("exit_status", exitStatus.applyAsInt(ended));
    json.writeStringField("plumb", version);
    writeNames(json, "stopped", ended.stopped());
    writeNames(json, "not_attempted", ended.notAttempted());
    json.writeEndObject();
    json.writeObjectFieldStart("hosts");
    for (Map.Entry<HostName, HostSummary> host : ended.hosts().entrySet()) {
      writeHost(json, host.getKey(), host.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("tasks");
    for (TaskResult result : results) {
      writeTask(json, result);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Left out when there are none: most runs have none. */
  private static void writeNames(JsonGenerator json, String field, List<HostName> hosts)
      throws IOException {
    if (!hosts.isEmpty()) {
      json.writeArrayFieldStart(field);
      for (HostName host : hosts) {
        json.writeString(host.value());
      }
      json.writeEndArray();
    }
  }

  private static void writeHost(JsonGenerator json, HostName host, HostSummary counts)
      throws IOException {
    json.writeObjectFieldStart(host.value());
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

  private static void writeTask(JsonGenerator json, TaskResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("play", result.play());
    json.writeStringField("task", result.task());
    json.writeStringField("module", result.module());
    json.writeStringField("host", result.host().value());
    writeOptional(json, "item", result.item());
    json.writeStringField("status", result.status().toString());
    json.writeStringField("at", result.at().toString());
    json.writeNumberField("seconds", seconds(result.took()));
    json.writeArrayFieldStart("changes");
    for (TaskResult.Difference difference : result.differences()) {
      json.writeStartObject();
      json.writeStringField("property", difference.property());
      json.writeStringField("before", difference.before());
      json.writeStringField("after", difference.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    writeOptional(json, "message", result.problem().map(JsonReport::words).or(result::message));
    json.writeEndObject();
  }

  private static String words(Diagnostic problem) {
    return problem.summary() + ": " + problem.detail();
  }

  private static void writeOptional(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      json.writeStringField(name, text.get());
    } else {
      json.writeNullField(name);
    }
  }

  private static BigDecimal seconds(Duration took) {
    return BigDecimal.valueOf(took.toMillis(), 3);
  }
}
