package dev.plumb.engine;

import dev.plumb.change.Change;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
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
final class HostTask {

  static final String INTERRUPTED = "the run was interrupted";

  private static final int LONGEST_LABEL = 80;

  private final Turn turn;
  private final Task task;
  private final HostRun host;
  private final RunContext run;
  private final List<Turn> handlers;
  private final Judgement judgement;
  private final Journal.Entry entry;
  private final List<Outcome> items = new ArrayList<>();
  private final List<Unit<?, ?>> acted = new ArrayList<>();

  private boolean hidden;

  /**
   * @param handlers those of the play
   */
  HostTask(Turn turn, HostRun host, RunContext run, List<Turn> handlers) {
    this.turn = turn;
    this.task = turn.task();
    this.host = host;
    this.run = run;
    this.handlers = handlers;
    this.judgement = new Judgement(turn, host, run);
    this.entry = run.journal().entry(turn, run.preparer().name(turn, host.vars()), host);
  }

  HostRun host() {
    return host;
  }

  RunContext run() {
    return run;
  }

  /** What the task comes to, the host's facts asked for when they matter. */
  Prepared prepare() {
    Prepared prepared = host.prepare(turn);
    if (prepared.needsFacts()) {
      host.gatherFacts(run.facts());
      return host.prepare(turn);
    }
    return prepared;
  }

  /** The outcome, also where none came about. */
  static Outcome orWhyNot(Supplier<Outcome> work) {
    try {
      return work.get();
    } catch (UnreachableException e) {
      return Outcome.failed(e.reason()).with(Status.UNREACHABLE);
    } catch (BadInputException e) {
      return wrong(e.diagnostics());
    }
  }

  static Outcome wrong(List<Diagnostic> problems) {
    // Found only now because it depends on what tasks have found; the first is the cause.
    return Outcome.failed(problems.getFirst());
  }

  static Outcome notYet(String why) {
    return Outcome.unknown("known after apply: " + why);
  }

  /** The units whose turn comes after an item of this task. */
  Line.Ahead ahead(List<Prepared.Item> rest) {
    return task.conduct().delegateTo().isPresent()
        ? (_, _) -> List.of()
        : host.ahead(turn, rest, run.checks());
  }

  boolean checks() {
    return run.checks(turn);
  }

  boolean diffs() {
    return run.diffs(turn);
  }

  /** The line to the host that a unit is looked at and changed on. */
  Line line(Unit<?, ?> unit) {
    return unit.delegate()
        .map(other -> run.delegates().line(other, turn.play()))
        .orElse(host.line());
  }

  /** Whose facts a unit finds. */
  HostVars factsGoTo(Unit<?, ?> unit) {
    return unit.delegate()
        .filter(_ -> task.conduct().delegateFacts())
        .map(run.delegates()::vars)
        .orElse(host.vars());
  }

  /** Waits between two items of the loop, when the playbook wants it. */
  void pauseBetween(int index) {
    if (index > 0 && !checks()) {
      task.loop()
          .flatMap(Loop::pause)
          .ifPresent(pause -> run.interruption().pause(judgement.seconds(pause, Map.of())));
    }
  }

  Judgement judgement() {
    return judgement;
  }

  /** Waits before another try. */
  void pause(Unit<?, ?> unit, int triesLeft) {
    run.journal().busy(host.name(), "trying again, " + triesLeft + " tries left");
    run.interruption().pause(judgement.delay(unit));
  }

  /** A unit is about to be worked on: what to note on its host before it is changed. */
  Notification begin(Unit<?, ?> unit) {
    hidden |= unit.noLog();
    List<Turn> called =
        judgement.neverChanges()
            ? List.of()
            : task.notifies().stream()
                .flatMap(name -> PendingHandlers.named(name, handlers).stream())
                .distinct()
                .toList();
    return new Notification(called, host, unit.as());
  }

  /** Its changes begin, and may take their time. */
  void changes() {
    entry.changes();
  }

  /** A unit's outcome as {@code failed_when} and {@code changed_when} see it, with what follows. */
  Outcome judged(Unit<?, ?> unit, Outcome outcome, Notification notification) {
    Outcome judged;
    try {
      judged = judgement.of(unit, outcome);
    } catch (UnknownValueException e) {
      judged = notYet(String.valueOf(e.getMessage()));
    }
    notification.settle(judged.status());
    return judged;
  }

  /** A unit came to a good end: what it does to the run itself is to be done. */
  void acts(Unit<?, ?> unit) {
    if (!unit.effects().isEmpty()) {
      if (task.include().isPresent()) {
        Inclusion.of(unit, run.preparer());
      }
      acted.add(unit);
    }
  }

  /** The units that do something to the run itself. */
  List<Unit<?, ?>> acted() {
    return acted;
  }

  /** An item of the task's loop, or all of a task without one, came to its end. */
  void itemEnded(Prepared prepared, Prepared.Item item, Outcome outcome) {
    items.add(outcome);
    if (prepared.looped()) {
      entry.itemEnded(outcome, label(items.size() - 1, item), hidden);
    }
  }

  /** What its items came to together. */
  Outcome sum(Prepared prepared) {
    return prepared.looped()
        ? together(items)
        : items.isEmpty() ? Outcome.skipped(INTERRUPTED) : items.getFirst();
  }

  /** Tells the end, and notes the result for later tasks. */
  void ended(Outcome end) {
    task.register().ifPresent(name -> host.vars().set(name, end.registered()));
    boolean ignored =
        switch (end.status()) {
          case FAILED -> judgement.ignoresErrors(end) || host.fails(turn, end);
          case REFUSED -> host.fails(turn, end);
          case UNREACHABLE -> task.conduct().ignoreUnreachable();
          case OK, CHANGED, UNKNOWN, SKIPPED -> false;
        };
    host.count(end.status(), ignored);
    entry.ended(end, ignored, hidden);
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

  private Optional<String> label(int index, Prepared.Item item) {
    return item.item()
        .map(value -> label(index, value).toString())
        .map(text -> text.substring(0, Math.min(LONGEST_LABEL, text.length())));
  }

  private Value label(int index, Value item) {
    try {
      return task.loop()
          .flatMap(Loop::label)
          .map(
              label ->
                  run.preparer()
                      .render(label, turn, host.vars(), turn.local(index, Optional.of(item))))
          .orElse(item);
    } catch (BadInputException | UnknownValueException e) {
      return item;
    }
  }
}
