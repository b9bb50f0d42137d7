package dev.plumb.report;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.engine.event.TaskResult.PropertyChange;
import dev.plumb.value.HostName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Results of one task, as the tests of reports need them. */
record TaskResults(String task, String module) {

  static final Place PLAY = Place.of(new SourceText("site.yml", ""), 1, 3);
  private static final Place TASK = Place.of(new SourceText("site.yml", ""), 14, 7);

  static HostName host(String name) {
    return new HostName(name);
  }

  static Event.PlayStarted play(String... hosts) {
    return new Event.PlayStarted(
        "Bring up etcd", PLAY, Stream.of(hosts).map(HostName::new).toList());
  }

  static PropertyChange difference(String property, String before, String after, String... diff) {
    return new PropertyChange(property, before, after, List.of(diff));
  }

  Event.TaskStarted starts() {
    return new Event.TaskStarted(task, module, TASK);
  }

  Event.TaskEnded ends(String host, Status status, PropertyChange... differences) {
    return new Event.TaskEnded(
        result(host, Optional.empty(), status, Optional.empty(), Optional.empty(), differences),
        false);
  }

  Event.TaskEnded says(String host, Status status, String message) {
    return new Event.TaskEnded(
        result(host, Optional.empty(), status, Optional.of(message), Optional.empty()), false);
  }

  Event.TaskEnded fails(String host, Status status, Diagnostic problem) {
    return new Event.TaskEnded(
        result(host, Optional.empty(), status, Optional.empty(), Optional.of(problem)), false);
  }

  Event.TaskEnded item(String host, Status status, String item, PropertyChange... differences) {
    return new Event.TaskEnded(
        result(host, Optional.of(item), status, Optional.empty(), Optional.empty(), differences),
        true);
  }

  private TaskResult result(
      String host,
      Optional<String> item,
      Status status,
      Optional<String> message,
      Optional<Diagnostic> problem,
      PropertyChange... differences) {
    return new TaskResult(
        "Bring up etcd",
        task,
        module,
        host(host),
        item,
        status,
        TASK,
        Duration.ofMillis(10),
        List.of(differences),
        message,
        problem,
        false,
        module.equals("debug"));
  }
}
