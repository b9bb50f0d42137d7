package dev.plumb.engine.task;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.playbook.Retry;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates the playbook's conditions on a task's result: {@code failed_when}, {@code
 * changed_when}, {@code until}, {@code ignore_errors}.
 */
final class ResultConditions {

  private final TaskInstance instance;
  private final Task task;
  private final HostRun host;
  private final TaskContext context;

  ResultConditions(TaskInstance instance, HostRun host, TaskContext context) {
    this.instance = instance;
    this.task = instance.task();
    this.host = host;
    this.context = context;
  }

  /** Applies {@code failed_when} and {@code changed_when}. */
  Outcome evaluate(ModuleCall<?, ?> call, Outcome outcome) {
    return applyChangedWhen(call, applyFailedWhen(call, outcome));
  }

  private Outcome applyFailedWhen(ModuleCall<?, ?> call, Outcome outcome) {
    boolean judgeable =
        switch (outcome.status()) {
          case OK, CHANGED, FAILED -> !outcome.open();
          case UNKNOWN, SKIPPED, REFUSED, UNREACHABLE -> false;
        };
    if (task.failedWhen().isEmpty() || !judgeable) {
      return outcome;
    }
    List<Value> conditions = task.failedWhen().get();
    boolean fails = conditions.stream().allMatch(c -> holds(c, call, outcome));
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
                    "failed_when condition met",
                    conditions.getFirst().place(),
                    "These conditions of \"failed_when\" hold: " + conditions + "."))
            .with(outcome.result())
            .with(outcome.changes());
  }

  private Outcome applyChangedWhen(ModuleCall<?, ?> call, Outcome outcome) {
    if (task.changedWhen().isEmpty() || outcome.failed()) {
      return outcome;
    }
    List<Value> conditions = task.changedWhen().get();
    if (outcome.status() == Status.UNKNOWN && neverChanges()) {
      return new Outcome(
          Status.SKIPPED,
          List.of(),
          Optional.of("not run in a check; declared to change nothing"),
          Optional.empty(),
          Map.of(),
          true);
    }
    if (outcome.status() != Status.OK && outcome.status() != Status.CHANGED) {
      return outcome;
    }
    boolean changes = !neverChanges() && conditions.stream().allMatch(c -> holds(c, call, outcome));
    return outcome.with(changes ? Status.CHANGED : Status.OK);
  }

  /** Returns whether no outcome counts as changed. */
  boolean neverChanges() {
    return task.changedWhen().stream()
        .flatMap(List::stream)
        .anyMatch(c -> c instanceof Value.Bool(boolean truth, _) && !truth);
  }

  /** Returns the maximum number of retries. */
  int retries(ModuleCall<?, ?> call) {
    return task.retry().isEmpty() || context.checks(instance)
        ? 0
        : number(task.retry().get().retries(), loopVars(call)).intValue();
  }

  Duration delay(ModuleCall<?, ?> call) {
    return seconds(task.retry().orElseThrow().delay(), loopVars(call));
  }

  Duration seconds(Value value, Map<String, Value> local) {
    return Duration.ofMillis(number(value, local).movePointRight(3).longValue());
  }

  private BigDecimal number(Value value, Map<String, Value> local) {
    Value rendered = context.preparer().render(value, instance, host.vars(), local);
    try {
      return new BigDecimal(rendered.toString().strip());
    } catch (NumberFormatException e) {
      throw new BadInputException(
          Diagnostic.error(
              "Invalid number",
              value.place(),
              "The value must be a number, but was \"" + rendered + "\"."));
    }
  }

  /** Returns whether the playbook asks for another attempt, regardless of {@link #retries}. */
  boolean needsRetry(ModuleCall<?, ?> call, Outcome outcome) {
    if (task.retry().isEmpty()) {
      return false;
    }
    List<Value> until = task.retry().get().until();
    return until.isEmpty()
        ? outcome.failed()
        : !until.stream().allMatch(condition -> holds(condition, call, outcome));
  }

  /** Returns the outcome after the last attempt. */
  Outcome afterLastTry(ModuleCall<?, ?> call, Outcome outcome) {
    if (context.checks(instance) || outcome.failed() || !needsRetry(call, outcome)) {
      return outcome;
    }
    Retry retry = task.retry().orElseThrow();
    return Outcome.failed(
            Diagnostic.error(
                "Condition not met",
                retry.until().getFirst().place(),
                "\"until\" did not hold after the last attempt: " + retry.until() + "."))
        .with(outcome.result());
  }

  /** Returns whether {@code ignore_errors} applies. */
  boolean ignoresErrors(Outcome outcome) {
    Map<String, Value> local = new LinkedHashMap<>();
    task.register().ifPresent(name -> local.put(name, outcome.registered()));
    return task.inherited()
        .ignoreErrors()
        .map(value -> context.preparer().holds(value, instance, host.vars(), local))
        .orElse(false);
  }

  private boolean holds(Value condition, ModuleCall<?, ?> call, Outcome outcome) {
    Map<String, Value> local = loopVars(call);
    task.register().ifPresent(name -> local.put(name, outcome.registered()));
    return context.preparer().holds(condition, instance, host.vars(), local);
  }

  private Map<String, Value> loopVars(ModuleCall<?, ?> call) {
    return instance.loopVars(call.index(), call.item());
  }
}
