package dev.plumb.engine.task;

import dev.plumb.change.Change;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.host.HostSession;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.vars.HostVars;
import dev.plumb.playbook.Loop;
import dev.plumb.playbook.Task;
import dev.plumb.remote.UnreachableException;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One task on one host, whatever kind its module is: what it comes to there, and what follows from
 * its outcome for later tasks. Used by one thread at a time.
 */
public final class HostTask {

  static final String INTERRUPTED = "the run was interrupted";

  private static final int MAX_LABEL_LENGTH = 80;

  private final TaskInstance instance;
  private final Task task;
  private final HostRun host;
  private final TaskContext context;
  private final List<TaskInstance> handlers;
  private final ResultConditions conditions;
  private final EventPublisher.TaskEvents entry;
  private final List<Outcome> items = new ArrayList<>();
  private final List<ModuleCall<?, ?>> callsWithEffects = new ArrayList<>();

  private boolean hidden;

  /**
   * @param handlers those of the play
   */
  public HostTask(
      TaskInstance instance, HostRun host, TaskContext context, List<TaskInstance> handlers) {
    this.instance = instance;
    this.task = instance.task();
    this.host = host;
    this.context = context;
    this.handlers = handlers;
    this.conditions = new ResultConditions(instance, host, context);
    this.entry =
        context.events().taskEvents(instance, context.preparer().name(instance, host.vars()), host);
  }

  HostRun host() {
    return host;
  }

  TaskContext context() {
    return context;
  }

  /** What the task comes to, the host's facts asked for when they matter. */
  public PreparedTask prepare() {
    PreparedTask prepared = host.prepare(instance);
    if (prepared.needsFacts()) {
      host.gatherFacts(context.factsModule());
      return host.prepare(instance);
    }
    return prepared;
  }

  /** The outcome, also where none came about. */
  static Outcome catching(Supplier<Outcome> work) {
    try {
      return work.get();
    } catch (UnreachableException e) {
      return Outcome.failed(e.reason()).with(Status.UNREACHABLE);
    } catch (BadInputException e) {
      return invalid(e.diagnostics());
    }
  }

  static Outcome invalid(List<Diagnostic> problems) {
    // Found only now because it depends on what tasks have found; the first is the cause.
    return Outcome.failed(problems.getFirst());
  }

  static Outcome unknownUntilApply(String why) {
    return Outcome.unknown("known after apply: " + why);
  }

  /** The units whose turn comes after an item of this task. */
  HostSession.Upcoming upcomingCalls(List<PreparedTask.Item> rest) {
    return task.inherited().options().delegateTo().isPresent()
        ? (_, _) -> List.of()
        : host.upcomingCalls(instance, rest, context.check());
  }

  boolean checks() {
    return context.checks(instance);
  }

  boolean diffs() {
    return context.diffs(instance);
  }

  /** The line to the host that a unit is looked at and changed on. */
  HostSession session(ModuleCall<?, ?> call) {
    return call.delegate()
        .map(other -> context.sessions().session(other, instance.play()))
        .orElse(host.session());
  }

  /** Whose facts a unit finds. */
  HostVars factsTarget(ModuleCall<?, ?> call) {
    return call.delegate()
        .filter(_ -> task.inherited().options().delegateFacts())
        .map(context.sessions()::vars)
        .orElse(host.vars());
  }

  /** Waits between two items of the loop, when the playbook wants it. */
  void pauseBetweenItems(int index) {
    if (index > 0 && !checks()) {
      task.loop()
          .flatMap(Loop::pause)
          .ifPresent(pause -> context.executor().pause(conditions.seconds(pause, Map.of())));
    }
  }

  ResultConditions conditions() {
    return conditions;
  }

  /** Waits before another try. */
  void pauseBeforeRetry(ModuleCall<?, ?> call, int triesLeft) {
    context.events().publishBusy(host.name(), "trying again, " + triesLeft + " tries left");
    context.executor().pause(conditions.delay(call));
  }

  /** A unit is about to be worked on: what to note on its host before it is changed. */
  Notification start(ModuleCall<?, ?> call) {
    hidden |= call.noLog();
    List<TaskInstance> called =
        conditions.neverChanges()
            ? List.of()
            : task.notifies().stream()
                .flatMap(name -> TaskInstance.named(name, handlers).stream())
                .distinct()
                .toList();
    return new Notification(called, host, call.runAs());
  }

  /** Its changes begin, and may take their time. */
  void reportChanging() {
    entry.changing();
  }

  /** A unit's outcome as {@code failed_when} and {@code changed_when} see it, with what follows. */
  Outcome evaluate(ModuleCall<?, ?> call, Outcome outcome, Notification notification) {
    Outcome judged;
    try {
      judged = conditions.evaluate(call, outcome);
    } catch (UnknownValueException e) {
      judged = unknownUntilApply(String.valueOf(e.getMessage()));
    }
    notification.settle(judged.status());
    return judged;
  }

  /** A unit came to a good end: what it does to the run itself is to be done. */
  void addEffects(ModuleCall<?, ?> call) {
    if (!call.effects().isEmpty()) {
      if (task.include().isPresent()) {
        call.instance().include(call, context.preparer());
      }
      callsWithEffects.add(call);
    }
  }

  /** The units that do something to the run itself. */
  List<ModuleCall<?, ?>> callsWithEffects() {
    return callsWithEffects;
  }

  /** An item of the task's loop, or all of a task without one, came to its end. */
  void itemEnded(PreparedTask prepared, PreparedTask.Item item, Outcome outcome) {
    items.add(outcome);
    if (prepared.looped()) {
      entry.itemEnded(outcome, label(items.size() - 1, item), hidden);
    }
  }

  /** What its items came to together. */
  Outcome combined(PreparedTask prepared) {
    return prepared.looped()
        ? combine(items)
        : items.isEmpty() ? Outcome.skipped(INTERRUPTED) : items.getFirst();
  }

  /** Tells the end, and notes the result for later tasks. */
  void end(Outcome end) {
    task.register().ifPresent(name -> host.vars().set(name, end.registered()));
    boolean ignored =
        switch (end.status()) {
          case FAILED -> conditions.ignoresErrors(end) || host.recordFailure(instance, end);
          case REFUSED -> host.recordFailure(instance, end);
          case UNREACHABLE -> task.inherited().options().ignoreUnreachable();
          case OK, CHANGED, UNKNOWN, SKIPPED -> false;
        };
    host.count(end.status(), ignored);
    entry.ended(end, ignored, hidden);
  }

  /** What the items of a loop come to together: the worst of them decides. */
  private static Outcome combine(List<Outcome> outcomes) {
    Status worst =
        List.of(
                Status.UNREACHABLE,
                Status.REFUSED,
                Status.FAILED,
                Status.CHANGED,
                Status.UNKNOWN,
                Status.OK)
            .stream()
            .filter(status -> outcomes.stream().anyMatch(o -> o.status() == status))
            .findFirst()
            .orElse(Status.SKIPPED);
    List<Change> changes = outcomes.stream().flatMap(o -> o.changes().stream()).toList();
    return new Outcome(
        worst,
        changes,
        outcomes.stream().flatMap(o -> o.message().stream()).findFirst(),
        outcomes.stream().flatMap(o -> o.problem().stream()).findFirst(),
        Map.of("results", Value.list(outcomes.stream().map(Outcome::registered).toList())),
        outcomes.stream().anyMatch(Outcome::open));
  }

  private Optional<String> label(int index, PreparedTask.Item item) {
    return item.item()
        .map(value -> label(index, value).toString())
        .map(text -> text.substring(0, Math.min(MAX_LABEL_LENGTH, text.length())));
  }

  private Value label(int index, Value item) {
    try {
      return task.loop()
          .flatMap(Loop::label)
          .map(
              label ->
                  context
                      .preparer()
                      .render(
                          label,
                          instance,
                          host.vars(),
                          instance.loopVars(index, Optional.of(item))))
          .orElse(item);
    } catch (BadInputException | UnknownValueException e) {
      return item;
    }
  }
}
