package dev.plumb.engine;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.TaskModule;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/** One task on one host that is planned for on its own, with its loop and its retries. */
final class TaskRun {

  private final HostTask task;
  private final RunContext run;

  TaskRun(HostTask task) {
    this.task = task;
    this.run = task.run();
  }

  /** Runs it to its end, tells the events, and notes its result for later tasks. */
  void run() {
    task.ended(HostTask.orWhyNot(this::outcome));
  }

  private Outcome outcome() {
    Prepared prepared = task.prepare();
    List<Prepared.Item> items = prepared.items();
    for (int i = 0; i < items.size() && !run.interruption().wanted(); i++) {
      task.pauseBetween(i);
      task.itemEnded(
          prepared, items.get(i), item(items.get(i), items.subList(i + 1, items.size())));
    }
    return task.sum(prepared);
  }

  private Outcome item(Prepared.Item item, List<Prepared.Item> rest) {
    return switch (item) {
      case Prepared.Item.Skipped(Optional<Value> _, String why) -> Outcome.skipped(why);
      case Prepared.Item.NotYet(Optional<Value> _, String why) -> HostTask.notYet(why);
      case Prepared.Item.Wrong(Optional<Value> _, List<Diagnostic> problems) ->
          HostTask.wrong(problems);
      case Prepared.Item.Ready(Unit<?, ?> unit) -> tried(unit, task.ahead(rest));
    };
  }

  private Outcome tried(Unit<?, ?> unit, Line.Ahead ahead) {
    Outcome outcome = once(unit, ahead);
    int retries = task.judgement().retries(unit);
    for (int tries = 1; tries <= retries && task.judgement().wantsAnother(unit, outcome); tries++) {
      task.pause(unit, retries - tries + 1);
      if (run.interruption().wanted()) {
        return outcome;
      }
      outcome = once(unit, ahead).with("attempts", Value.number(tries + 1L));
    }
    return task.judgement().afterAllTries(unit, outcome);
  }

  private <S extends Record, T> Outcome once(Unit<S, T> unit, Line.Ahead ahead) {
    return switch (unit.module()) {
      case TaskModule<S, T> module -> {
        Notification notification = task.begin(unit);
        UnitRun<S, T> unitRun = new UnitRun<>(unit, module, task, ahead, notification);
        Outcome outcome =
            task.checks()
                ? unitRun.check(task.host().pendingChange(), run.pendingAnywhere())
                : unitRun.apply();
        Outcome judged = task.judged(unit, outcome, notification);
        if (judged.status() == Status.OK || judged.status() == Status.CHANGED) {
          task.acts(unit);
        }
        yield judged;
      }
      case ClusterModule<S, T> _ ->
          throw new IllegalStateException("must be run for all hosts at once");
    };
  }
}
