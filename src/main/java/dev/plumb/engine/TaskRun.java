package dev.plumb.engine;

import dev.plumb.change.Change;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.playbook.Retry;
import dev.plumb.playbook.Task;
import dev.plumb.remote.UnreachableException;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One task on one host, with its loop, its retries, and what comes of it for later tasks. */
final class TaskRun {

  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
  private static final int LONGEST_LABEL = 80;

  private final Turn turn;
  private final Task task;
  private final HostRun host;
  private final RunContext run;
  private final List<Turn> handlers;

  private boolean hidden;

  /**
   * @param handlers those of the play
   */
  TaskRun(Turn turn, HostRun host, RunContext run, List<Turn> handlers) {
    this.turn = turn;
    this.task = turn.task();
    this.host = host;
    this.run = run;
    this.handlers = handlers;
  }

  /** Runs it to its end, tells the events, and notes its result for later tasks. */
  void run() {
    Journal.Entry entry = run.journal().entry(turn, run.preparer().name(turn, host.vars()), host);
    Outcome outcome;
    try {
      outcome = outcome(entry);
    } catch (UnreachableException e) {
      outcome = Outcome.failed(e.reason()).with(Status.UNREACHABLE);
    } catch (BadInputException e) {
      outcome = wrong(e.diagnostics());
    }
    Outcome end = outcome;
    boolean ignored = end.status() == Status.FAILED && ignoresErrors(end);
    task.register().ifPresent(name -> host.vars().set(name, end.registered()));
    host.count(end.status(), ignored);
    entry.ended(end, ignored, hidden);
  }

  private Outcome outcome(Journal.Entry entry) {
    Prepared prepared = host.prepare(turn);
    if (prepared.needsFacts()) {
      host.gatherFacts(run.facts());
      prepared = host.prepare(turn);
    }
    List<Outcome> outcomes = new ArrayList<>();
    List<Prepared.Item> items = prepared.items();
    for (int i = 0; i < items.size() && !run.interruption().wanted(); i++) {
      Prepared.Item item = items.get(i);
      Outcome outcome = item(item, items.subList(i + 1, items.size()));
      outcomes.add(outcome);
      if (prepared.looped()) {
        entry.itemEnded(outcome, label(item), hidden);
      }
    }
    return prepared.looped() ? together(outcomes) : single(outcomes);
  }

  private static Outcome single(List<Outcome> outcomes) {
    return outcomes.isEmpty() ? Outcome.skipped("the run was interrupted") : outcomes.getFirst();
  }

  private Outcome item(Prepared.Item item, List<Prepared.Item> rest) {
    return switch (item) {
      case Prepared.Item.Skipped(_, String why) -> Outcome.skipped(why);
      case Prepared.Item.NotYet(_, String why) -> Outcome.unknown("known after apply: " + why);
      case Prepared.Item.Wrong(_, List<Diagnostic> problems) -> wrong(problems);
      case Prepared.Item.Ready(Unit<?, ?> unit) -> {
        hidden |= unit.noLog();
        yield retried(unit, host.ahead(turn, rest, run.checks()));
      }
    };
  }

  private static Outcome wrong(List<Diagnostic> problems) {
    // Found only now because it depends on what tasks have found; the first is the cause.
    return Outcome.failed(problems.getFirst());
  }

  private Outcome retried(Unit<?, ?> unit, Line.Ahead ahead) {
    Outcome outcome = judged(unit, ahead);
    if (task.retry().isEmpty() || run.checks()) {
      return outcome;
    }
    Retry retry = task.retry().get();
    int retries = number(retry.retries(), unit).intValue();
    Duration delay = Duration.ofMillis(number(retry.delay(), unit).multiply(MILLIS).longValue());
    for (int i = 0; i < retries && !enough(retry, unit, outcome); i++) {
      run.journal().busy(host.name(), "trying again, " + (retries - i) + " tries left");
      run.interruption().pause(delay);
      if (run.interruption().wanted()) {
        return outcome;
      }
      outcome = judged(unit, ahead);
    }
    return enough(retry, unit, outcome) || outcome.failed() ? outcome : stillNot(retry, outcome);
  }

  private boolean enough(Retry retry, Unit<?, ?> unit, Outcome outcome) {
    return retry.until().isEmpty()
        ? !outcome.failed()
        : retry.until().stream().allMatch(until -> holds(until, unit, outcome));
  }

  private Outcome stillNot(Retry retry, Outcome outcome) {
    return Outcome.failed(
            Diagnostic.error(
                "Condition not met",
                retry.until().getFirst().place(),
                "\"until\" did not come to hold in all the tries: " + retry.until() + "."))
        .with(outcome.result());
  }

  private BigDecimal number(Value value, Unit<?, ?> unit) {
    Value rendered = run.preparer().render(value, turn, host.vars(), local(unit));
    try {
      return new BigDecimal(rendered.toString().strip());
    } catch (NumberFormatException e) {
      throw new BadInputException(
          Diagnostic.error(
              "Invalid number",
              value.place(),
              "It must be a number, but was \"" + rendered + "\"."));
    }
  }

  /** A unit's outcome as {@code changed_when} and {@code failed_when} see it. */
  private Outcome judged(Unit<?, ?> unit, Line.Ahead ahead) {
    Outcome outcome = once(unit, ahead);
    try {
      outcome = judgedFailed(unit, outcome);
      return judgedChanged(unit, outcome);
    } catch (UnknownValueException e) {
      return Outcome.unknown("known after apply: " + e.getMessage());
    }
  }

  private Outcome judgedFailed(Unit<?, ?> unit, Outcome outcome) {
    boolean judgeable =
        switch (outcome.status()) {
          case OK, CHANGED, FAILED -> !outcome.open();
          case UNKNOWN, SKIPPED, REFUSED, UNREACHABLE -> false;
        };
    if (task.failedWhen().isEmpty() || !judgeable) {
      return outcome;
    }
    List<Value> conditions = task.failedWhen().get();
    boolean fails = conditions.stream().allMatch(c -> holds(c, unit, outcome));
    if (!fails) {
      return outcome.failed()
          ? new Outcome(
              outcome.changes().isEmpty() ? Status.OK : Status.CHANGED,
              outcome.changes(),
              outcome.message(),
              Optional.empty(),
              outcome.result(),
              false)
          : outcome;
    }
    return outcome.failed()
        ? outcome
        : Outcome.failed(
                Diagnostic.error(
                    "Failed by its own condition",
                    conditions.getFirst().place(),
                    "\"failed_when\" holds: " + conditions + "."))
            .with(outcome.result())
            .with(outcome.changes());
  }

  private Outcome judgedChanged(Unit<?, ?> unit, Outcome outcome) {
    if (task.changedWhen().isEmpty() || outcome.failed()) {
      return outcome;
    }
    List<Value> conditions = task.changedWhen().get();
    boolean never =
        conditions.stream().anyMatch(c -> c instanceof Value.Bool(boolean truth, _) && !truth);
    if (outcome.status() == Status.UNKNOWN && never) {
      return new Outcome(
          Status.SKIPPED,
          List.of(),
          Optional.of("a check does not run it, and it is declared to change nothing"),
          Optional.empty(),
          Map.of(),
          true);
    }
    if (outcome.status() != Status.OK && outcome.status() != Status.CHANGED) {
      return outcome;
    }
    boolean changes = !never && conditions.stream().allMatch(c -> holds(c, unit, outcome));
    return outcome.with(changes ? Status.CHANGED : Status.OK);
  }

  private Outcome once(Unit<?, ?> unit, Line.Ahead ahead) {
    List<String> notes =
        task.notifies().stream()
            .flatMap(name -> PendingHandlers.named(name, handlers).stream())
            .map(handler -> PendingHandlers.note(handler.task()))
            .distinct()
            .toList();
    UnitRun<?, ?> unitRun = new UnitRun<>(unit, host, run.options(), ahead, notes);
    Outcome outcome =
        run.checks() ? unitRun.check(host.pendingChange(), run.pendingAnywhere()) : unitRun.apply();
    if (outcome.status() == Status.CHANGED) {
      task.notifies().stream()
          .flatMap(name -> PendingHandlers.named(name, handlers).stream())
          .forEach(handler -> host.notify(handler, unit.as()));
    }
    return outcome;
  }

  private boolean holds(Value condition, Unit<?, ?> unit, Outcome outcome) {
    Map<String, Value> local = local(unit);
    task.register().ifPresent(name -> local.put(name, outcome.registered()));
    return run.preparer().holds(condition, turn, host.vars(), local);
  }

  private static Map<String, Value> local(Unit<?, ?> unit) {
    Map<String, Value> local = new LinkedHashMap<>();
    unit.item().ifPresent(item -> local.put("item", item));
    return local;
  }

  private boolean ignoresErrors(Outcome outcome) {
    Map<String, Value> local = new LinkedHashMap<>();
    task.register().ifPresent(name -> local.put(name, outcome.registered()));
    return task.ignoreErrors()
        .map(value -> run.preparer().holds(value, turn, host.vars(), local))
        .orElse(false);
  }

  /** What the items of a loop come to together: the worst of them decides. */
  private static Outcome together(List<Outcome> outcomes) {
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

  private static Optional<String> label(Prepared.Item item) {
    return item.item()
        .map(Value::toString)
        .map(text -> text.substring(0, Math.min(LONGEST_LABEL, text.length())));
  }
}
