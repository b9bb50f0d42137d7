package dev.plumb.engine.task;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.change.TextDiff;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.module.ModuleTrait;
import dev.plumb.value.Content;
import dev.plumb.value.HostName;
import dev.plumb.value.Redaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Publishes what happens as events. All output passes here, so secrets are masked and {@code
 * no_log} is enforced here. Any thread may call it; the sink is called by one at a time.
 */
public final class EventPublisher {

  private static final String HIDDEN = "(hidden by no_log)";

  private final EventSink sink;
  private final Clock clock;
  private final Redaction redaction;
  private final boolean diffs;

  public EventPublisher(EventSink sink, Clock clock, Redaction redaction, boolean diffs) {
    this.sink = sink;
    this.clock = clock;
    this.redaction = redaction;
    this.diffs = diffs;
  }

  public synchronized void publish(Event event) {
    sink.accept(masked(event));
  }

  /** Masks names and warnings; results are masked where they are created. */
  private Event masked(Event event) {
    return switch (event) {
      case Event.PlayStarted(String play, Place at, List<HostName> hosts) ->
          new Event.PlayStarted(redaction.apply(play), at, hosts);
      case Event.TaskStarted(String task, String module, Place at) ->
          new Event.TaskStarted(redaction.apply(task), module, at);
      case Event.Warned(Diagnostic warning) ->
          new Event.Warned(
              new Diagnostic(
                  warning.severity(),
                  warning.summary(),
                  warning.place(),
                  redaction.apply(warning.context()),
                  redaction.apply(warning.detail())));
      case Event.RunStarted _, Event.HostBusy _, Event.TaskEnded _, Event.RunEnded _ -> event;
    };
  }

  void publishBusy(HostName host, String doing) {
    publish(new Event.HostBusy(host, redaction.apply(doing)));
  }

  TaskEvents taskEvents(TaskInstance instance, String task, HostRun host) {
    return new TaskEvents(instance, task, host, clock.instant());
  }

  /** The events of a task on a host. */
  final class TaskEvents {

    private final TaskInstance instance;
    private final String task;
    private final HostRun host;
    private final Instant began;

    private TaskEvents(TaskInstance instance, String task, HostRun host, Instant began) {
      this.instance = instance;
      this.task = task;
      this.host = host;
      this.began = began;
    }

    void changing() {
      publishBusy(host.name(), task);
    }

    void itemEnded(Outcome outcome, Optional<String> item, boolean hidden) {
      publish(
          new Event.TaskEnded(
              result(outcome, hidden ? item.map(_ -> HIDDEN) : item, false, hidden), true));
    }

    void ended(Outcome outcome, boolean ignored, boolean hidden) {
      publish(new Event.TaskEnded(result(outcome, Optional.empty(), ignored, hidden), false));
    }

    private TaskResult result(
        Outcome outcome, Optional<String> item, boolean ignored, boolean hidden) {
      return new TaskResult(
          redaction.apply(instance.play().name()),
          redaction.apply(task),
          instance.task().module(),
          host.name(),
          item.map(redaction::apply),
          outcome.status(),
          instance.task().location().place(),
          Duration.between(began, clock.instant()),
          outcome.status() == Status.OK
              ? List.of()
              : outcome.changes().stream().map(change -> difference(change, hidden)).toList(),
          message(outcome).map(text -> hidden ? HIDDEN : redaction.apply(text)),
          outcome.problem().map(problem -> shown(problem, hidden)),
          ignored,
          instance.task().has(ModuleTrait.PRINTS_MESSAGE));
    }

    /** A module's message for people is its result {@code msg}. */
    private Optional<String> message(Outcome outcome) {
      return outcome
          .message()
          .or(() -> Optional.ofNullable(outcome.result().get("msg")).map(Object::toString));
    }

    private Diagnostic shown(Diagnostic problem, boolean hidden) {
      return new Diagnostic(
          problem.severity(),
          problem.summary(),
          problem.place().known() ? problem.place() : instance.task().location().place(),
          "%s, in task \"%s\", module %s"
              .formatted(host.name(), redaction.apply(task), instance.task().module()),
          hidden ? HIDDEN : redaction.apply(problem.detail()));
    }

    private TaskResult.PropertyChange difference(Change change, boolean hidden) {
      return new TaskResult.PropertyChange(
          change.property(),
          hidden ? HIDDEN : redaction.apply(change.before()),
          hidden ? HIDDEN : redaction.apply(change.after()),
          hidden || !instance.task().inherited().options().diff().orElse(diffs)
              ? List.of()
              : change.file().map(this::lines).orElse(List.of()));
    }

    private List<String> lines(FileText file) {
      return file.after() instanceof Content.Inline(var after)
              && file.before().orElse(Content.utf8("")) instanceof Content.Inline(var before)
          ? TextDiff.unified(file.path().value(), before.utf8(), after.utf8()).stream()
              .map(redaction::apply)
              .toList()
          : List.of();
    }
  }
}
