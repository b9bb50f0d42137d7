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

/** Runs a task of a task module on one host, with its loop and retries. */
public final class TaskRun {

  private final HostTask task;
  private final RunHosts hosts;
  private final TaskContext context;

  public TaskRun(HostTask task, RunHosts hosts) {
    this.task = task;
    this.hosts = hosts;
    this.context = task.context();
  }

  /** Runs the task, publishes its events, and registers its result. */
  public void run() {
    task.end(HostTask.catching(this::outcome));
  }

  private Outcome outcome() {
    PreparedTask prepared = task.prepare();
    List<PreparedTask.Item> items = prepared.items();
    for (int i = 0; i < items.size() && !context.interruption().isRequested(); i++) {
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
      case PreparedTask.Item.Ready(ModuleCall<?, ?> call) ->
          runWithRetries(call, task.upcomingCalls(rest));
    };
  }

  private Outcome runWithRetries(ModuleCall<?, ?> call, HostSession.Upcoming ahead) {
    Outcome outcome = attempt(call, ahead);
    int retries = task.conditions().retries(call);
    for (int tries = 1; tries <= retries && task.conditions().needsRetry(call, outcome); tries++) {
      task.pauseBeforeRetry(call, retries - tries + 1);
      if (context.interruption().isRequested()) {
        return outcome;
      }
      outcome = attempt(call, ahead).with("attempts", Value.number(tries + 1L));
    }
    return task.conditions().afterLastTry(call, outcome);
  }

  private <S extends Record, T> Outcome attempt(ModuleCall<S, T> call, HostSession.Upcoming ahead) {
    return switch (call.module()) {
      case TaskModule<S, T> module -> {
        Notification notification = task.start(call);
        ModuleRun<S, T> unitRun = new ModuleRun<>(call, module, task, ahead, notification);
        Outcome outcome =
            task.checks()
                ? unitRun.check(task.host().hasPendingChange(), hosts.havePendingChange())
                : unitRun.apply();
        Outcome judged = task.evaluate(call, outcome, notification);
        if (judged.status() == Status.OK || judged.status() == Status.CHANGED) {
          task.addEffects(call);
        }
        yield judged;
      }
      case ClusterModule<S, T> _ ->
          throw new IllegalStateException("must be run for all hosts at once");
    };
  }
}
