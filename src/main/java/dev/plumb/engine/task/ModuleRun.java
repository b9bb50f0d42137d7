package dev.plumb.engine.task;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.host.HostSession;
import dev.plumb.engine.host.StepFailure;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a call of a task module: probes and plans in a check; in an apply also runs the steps and
 * re-checks the result.
 */
final class ModuleRun<S extends Record, T> {

  private final ModuleCall<S, T> call;
  private final TaskModule<S, T> module;
  private final HostSession session;
  private final HostTask task;
  private final HostSession.Upcoming upcoming;
  private final Notification notification;

  /**
   * @param ahead the upcoming calls
   * @param notification written to the host before a change
   */
  ModuleRun(
      ModuleCall<S, T> call,
      TaskModule<S, T> module,
      HostTask task,
      HostSession.Upcoming ahead,
      Notification notification) {
    this.call = call;
    this.module = module;
    this.task = task;
    this.session = task.session(call);
    this.upcoming = ahead;
    this.notification = notification;
  }

  /**
   * @param pendingHere whether an earlier task would change this host
   * @param pendingAnywhere whether an earlier task would change any host
   */
  Outcome check(boolean pendingHere, boolean pendingAnywhere) {
    return switch (session.probe(call, upcoming)) {
      // A pending change of an earlier task may be what makes it readable.
      case Reading.Unreadable<T>(String why) ->
          pendingHere
              ? Outcome.unknown("known after apply: probe failed: " + why)
              : Outcome.unreadable(why, false);
      case Reading.Observed<T>(T state) ->
          switch (module.plan(call.spec(), state)) {
            case Plan.InSync<T> _ -> inSync(state);
            case Plan.Needed<T>(var changes, _) -> wouldChange(changes);
            case Plan.Action<T>(var changes, var foresight) ->
                switch (foresight) {
                  case CHANGES -> wouldChange(changes);
                  case UNKNOWN -> Outcome.unknown("not run in a check");
                };
            // A change on another host may bring what the plan waits for.
            case Plan.Waiting<T>(_, Diagnostic timeoutReason) ->
                Outcome.unknown(timeoutReason.summary());
            case Plan.Blocked<T>(Diagnostic reason, boolean fixable) ->
                fixable
                        && (pendingHere
                            || (pendingAnywhere && call.instance().task().retry().isPresent()))
                    ? Outcome.unknown("known after apply: " + reason.summary())
                    : failed(reason, state, List.of());
            case Plan.Refused<T>(Diagnostic reason, boolean fixable) ->
                fixable && pendingHere
                    ? Outcome.unknown("known after apply: " + reason.summary())
                    : Outcome.refused(reason);
          };
    };
  }

  Outcome apply() {
    return switch (session.probe(call, upcoming)) {
      case Reading.Unreadable<T>(String why) -> Outcome.unreadable(why, false);
      case Reading.Observed<T>(T state) ->
          switch (module.plan(call.spec(), state)) {
            case Plan.InSync<T> _ -> inSync(state);
            case Plan.Needed<T>(var changes, _) -> change(withFileTexts(changes), state, true);
            case Plan.Action<T>(var changes, _) -> change(withFileTexts(changes), state, false);
            case Plan.Waiting<T>(Step.Await until, Diagnostic timeoutReason) ->
                await(until, timeoutReason, state);
            case Plan.Blocked<T>(Diagnostic reason, _) -> failed(reason, state, List.of());
            case Plan.Refused<T>(Diagnostic reason, _) -> Outcome.refused(reason);
          };
    };
  }

  private Outcome inSync(T state) {
    module.facts(call.spec(), state).forEach(task.factsTarget(call)::set);
    return Outcome.ok(result(state, List.of()));
  }

  private Outcome wouldChange(List<Change> changes) {
    return new Outcome(
        Status.CHANGED, withFileTexts(changes), Optional.empty(), Optional.empty(), Map.of(), true);
  }

  private Outcome failed(Diagnostic reason, T state, List<Exec> ran) {
    return Outcome.failed(reason).with(result(state, ran));
  }

  private Map<String, Value> result(T state, List<Exec> ran) {
    return module.result(call.spec(), state, ran);
  }

  private Outcome change(List<Change> changes, T before, boolean verify) {
    List<Step> steps = new ArrayList<>(notification.markerSteps(call.delegate().isPresent()));
    int own = steps.size();
    changes.forEach(change -> steps.addAll(call.withEnvironment(change.steps())));
    task.reportChanging();
    HostSession.StepResults<T> done = session.execute(call, steps, verify, upcoming);
    int noted = Math.min(own, done.steps().size());
    notification.markersWritten(done.steps().subList(0, noted));
    List<Exec> ran = done.steps().subList(noted, done.steps().size());
    if (!StepFailure.allSucceeded(steps, done.steps())) {
      return failed(StepFailure.explain(steps, done.steps()), before, ran).with(changes);
    }
    Outcome changed =
        new Outcome(Status.CHANGED, changes, Optional.empty(), Optional.empty(), Map.of(), false);
    if (!verify) {
      return changed.with(result(before, ran));
    }
    return switch (done.reading().orElseThrow()) {
      case Reading.Unreadable<T>(String why) -> Outcome.unreadable(why, true).with(changes);
      case Reading.Observed<T>(T after) ->
          switch (module.plan(call.spec(), after)) {
            case Plan.InSync<T> _ -> changed.with(result(after, ran));
            case Plan.Waiting<T>(Step.Await until, Diagnostic timeoutReason) -> {
              Outcome waited = await(until, timeoutReason, after);
              yield waited.failed() ? waited.with(changes) : changed.with(waited.result());
            }
            case Plan.Needed<T>(var left, _) -> changesRemain(left, after, ran).with(changes);
            case Plan.Action<T>(var left, _) -> changesRemain(left, after, ran).with(changes);
            case Plan.Blocked<T>(Diagnostic reason, _) -> failed(reason, after, ran).with(changes);
            case Plan.Refused<T>(Diagnostic reason, _) -> Outcome.refused(reason).with(changes);
          };
    };
  }

  private Outcome changesRemain(List<Change> left, T after, List<Exec> ran) {
    StringBuilder still = new StringBuilder();
    left.forEach(change -> still.append("    ").append(change.describe()).append('\n'));
    return failed(
        Diagnostic.error(
            "Change did not last",
            ("All steps succeeded, but a re-check still found these differences:\n"
                    + "%sSomething on the host may have reverted the change. If nothing did, this is a"
                    + " bug in module %s.")
                .formatted(still, module.name())),
        after,
        ran);
  }

  private Outcome await(Step.Await until, Diagnostic timeoutReason, T before) {
    List<Step> steps = call.withEnvironment(List.of(until));
    HostSession.StepResults<T> done = session.execute(call, steps, true, upcoming);
    if (!StepFailure.allSucceeded(steps, done.steps())) {
      return failed(timeoutReason, before, done.steps());
    }
    return switch (done.reading().orElseThrow()) {
      case Reading.Unreadable<T>(String why) -> Outcome.unreadable(why, false);
      case Reading.Observed<T>(T after) -> inSync(after);
    };
  }

  private List<Change> withFileTexts(List<Change> changes) {
    return task.diffs() ? FileTextLoader.load(changes, call, session) : changes;
  }
}
