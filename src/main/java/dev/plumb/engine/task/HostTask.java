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
 * One task on one host, for either kind of module: its preparation, results, events and effects on
 * later tasks. Used by one thread at a time.
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

  /** Prepares the task, and gathers the host's facts if it uses them. */
  public PreparedTask prepare() {
    PreparedTask prepared = host.prepare(instance);
    if (prepared.needsFacts()) {
      host.gatherFacts(context.factsModule());
      return host.prepare(instance);
    }
    return prepared;
  }

  /** Returns the outcome of the work, or the outcome of the exception that it throws. */
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
    // Depends on results of earlier tasks; the first problem is the cause.
    return Outcome.failed(problems.getFirst());
  }

  static Outcome unknownUntilApply(String why) {
    return Outcome.unknown("known after apply: " + why);
  }

  /** Returns the calls that follow an item of this task. */
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

  /** Returns the session with the host that a call probes and changes. */
  HostSession session(ModuleCall<?, ?> call) {
    return call.delegate()
        .map(other -> context.sessions().session(other, instance.play()))
        .orElse(host.session());
  }

  /** Returns the variables of the host that receives the call's facts. */
  HostVars factsTarget(ModuleCall<?, ?> call) {
    return call.delegate()
        .filter(_ -> task.inherited().options().delegateFacts())
        .map(context.sessions()::vars)
        .orElse(host.vars());
  }

  /** Waits between two items of the loop, as {@code loop_control} says. */
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

  /** Waits before the next attempt. */
  void pauseBeforeRetry(ModuleCall<?, ?> call, int triesLeft) {
    context.events().publishBusy(host.name(), "trying again, " + triesLeft + " tries left");
    context.executor().pause(conditions.delay(call));
  }

  /** Starts a call; returns the notifications of its changes. */
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

  /** Reports that the changes begin. */
  void reportChanging() {
    entry.changing();
  }

  /** Applies {@code failed_when} and {@code changed_when} to an outcome, and notifies handlers. */
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

  /** Records that a successful call has effects on the run. */
  void addEffects(ModuleCall<?, ?> call) {
    if (!call.effects().isEmpty()) {
      if (task.include().isPresent()) {
        call.instance().include(call, context.preparer());
      }
      callsWithEffects.add(call);
    }
  }

  /** The successful calls that have effects on the run. */
  List<ModuleCall<?, ?>> callsWithEffects() {
    return callsWithEffects;
  }

  /** Records the outcome of an item, or of the whole task without a loop. */
  void itemEnded(PreparedTask prepared, PreparedTask.Item item, Outcome outcome) {
    items.add(outcome);
    if (prepared.looped()) {
      entry.itemEnded(outcome, label(items.size() - 1, item), hidden);
    }
  }

  /** Returns the combined outcome of the items. */
  Outcome combined(PreparedTask prepared) {
    return prepared.looped()
        ? combine(items)
        : items.isEmpty() ? Outcome.skipped(INTERRUPTED) : items.getFirst();
  }

  /** Publishes the end, and registers the result for later tasks. */
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

  /** Combines the outcomes of a loop's items; the worst status wins. */
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
