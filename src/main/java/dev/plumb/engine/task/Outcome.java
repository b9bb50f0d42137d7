package dev.plumb.engine.task;

import dev.plumb.change.Change;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.Status;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of a call, or of a whole task.
 *
 * @param changes those made or, in a check, pending
 * @param result the module's result, for {@code register}
 * @param open whether the result has unknown entries, because nothing was run
 */
record Outcome(
    Status status,
    List<Change> changes,
    Optional<String> message,
    Optional<Diagnostic> problem,
    Map<String, Value> result,
    boolean open) {

  Outcome {
    changes = List.copyOf(changes);
  }

  static Outcome ok(Map<String, Value> result) {
    return new Outcome(Status.OK, List.of(), Optional.empty(), Optional.empty(), result, false);
  }

  static Outcome skipped(String why) {
    return new Outcome(
        Status.SKIPPED, List.of(), Optional.of(why), Optional.empty(), Map.of(), false);
  }

  static Outcome unknown(String why) {
    return new Outcome(
        Status.UNKNOWN, List.of(), Optional.of(why), Optional.empty(), Map.of(), true);
  }

  static Outcome failed(Diagnostic problem) {
    return new Outcome(
        Status.FAILED, List.of(), Optional.empty(), Optional.of(problem), Map.of(), false);
  }

  static Outcome refused(Diagnostic reason) {
    return failed(reason).with(Status.REFUSED);
  }

  /**
   * @param changed whether the task changed something before
   */
  static Outcome unreadable(String why, boolean changed) {
    return failed(
        Diagnostic.error(
            "Probe failed",
            why
                + (changed
                    ? "\nEarlier changes of this task remain in place."
                    : "\n"
                        + "This task changed nothing: what cannot be read is not treated as"
                        + " absent.")));
  }

  Outcome with(Status newStatus) {
    return new Outcome(newStatus, changes, message, problem, result, open);
  }

  Outcome with(List<Change> made) {
    return new Outcome(status, made, message, problem, result, open);
  }

  Outcome with(Map<String, Value> newResult) {
    return new Outcome(status, changes, message, problem, newResult, open);
  }

  /** Adds an entry to the result. */
  Outcome with(String key, Value value) {
    Map<String, Value> more = new LinkedHashMap<>(result);
    more.put(key, value);
    return with(more);
  }

  Outcome withMessage(String newMessage) {
    return new Outcome(status, changes, Optional.of(newMessage), problem, result, open);
  }

  /** Returns the value for {@code register}: the module's result and the common keys. */
  Value.Entries registered() {
    Map<String, Value> all = new LinkedHashMap<>(result);
    switch (status) {
      case UNKNOWN -> {}
      case OK, CHANGED, SKIPPED, FAILED, REFUSED, UNREACHABLE -> {
        all.put("changed", Value.bool(status == Status.CHANGED));
        all.put("failed", Value.bool(failed()));
        all.put("skipped", Value.bool(status == Status.SKIPPED));
      }
    }
    problem.ifPresent(p -> all.putIfAbsent("msg", Value.text(p.summary() + ": " + p.detail())));
    message.ifPresent(m -> all.putIfAbsent("msg", Value.text(m)));
    return new Value.Entries(all, Map.of(), open, Place.NONE);
  }

  boolean failed() {
    return status == Status.FAILED || status == Status.REFUSED || status == Status.UNREACHABLE;
  }
}
