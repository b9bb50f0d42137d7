package dev.plumb.engine.task;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.host.HostSession;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.TaskModule;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/** One task on one host that is planned for on its own, with its loop and its retries. */
public final class TaskRun {

  private final HostTask task;
  private final RunContext run;

  public TaskRun(HostTask task) {
    this.task = task;
    this.run = task.run();
  }

  /** Runs it to its end, tells the events, and notes its result for later tasks. */
  public void run() {
    task.end(HostTask.catching(this::outcome));
  }

  private Outcome outcome() {
    PreparedTask prepared = task.prepare();
    List<PreparedTask.Item> items = prepared.items();
    for (int i = 0; i < items.size() && !run.interruption().isRequested(); i++) {
      task.pauseBetweenItems(i);
      task.itemEnded(
          prepared, items.get(i), item(items.get(i), items.subList(i + 1, items.size())));
    }
    return task.combined(prepared);
  }

  private Outcome item(PreparedTask.Item item, List<PreparedTask.Item> rest) {
    return switch (item) {
      case PreparedTask.Item.Skipped(Optional<Value> _, String why) -> Outcome.skipped(why);
      case PreparedTask.Item.Deferred(Optional<Value> _, String why) ->
          HostTask.unknownUntilApply(why);
      case PreparedTask.Item.Invalid(Optional<Value> _, List<Diagnostic> problems) ->
          HostTask.invalid(problems);
      case PreparedTask.Item.Ready(ModuleCall<?, ?> unit) ->
          runWithRetries(unit, task.upcomingCalls(rest));
    };
  }

  private Outcome runWithRetries(ModuleCall<?, ?> unit, HostSession.Upcoming ahead) {
    Outcome outcome = attempt(unit, ahead);
    int retries = task.conditions().retries(unit);
    for (int tries = 1; tries <= retries && task.conditions().needsRetry(unit, outcome); tries++) {
      task.pauseBeforeRetry(unit, retries - tries + 1);
      if (run.interruption().isRequested()) {
        return outcome;
      }
      outcome = attempt(unit, ahead).with("attempts", Value.number(tries + 1L));
    }
    return task.conditions().afterLastTry(unit, outcome);
  }

  private <S extends Record, T> Outcome attempt(ModuleCall<S, T> unit, HostSession.Upcoming ahead) {
    return switch (unit.module()) {
      case TaskModule<S, T> module -> {
        Notification notification = task.start(unit);
        ModuleRun<S, T> unitRun = new ModuleRun<>(unit, module, task, ahead, notification);
        Outcome outcome =
            task.checks()
                ? unitRun.check(task.host().hasPendingChange(), run.hasPendingChangeAnywhere())
                : unitRun.apply();
        Outcome judged = task.evaluate(unit, outcome, notification);
        if (judged.status() == Status.OK || judged.status() == Status.CHANGED) {
          task.addEffects(unit);
        }
        yield judged;
      }
      case ClusterModule<S, T> _ ->
          throw new IllegalStateException("must be run for all hosts at once");
    };
  }
}
