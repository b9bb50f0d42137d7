package dev.plumb.engine.task;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.host.HostSession;
import dev.plumb.engine.host.StepFailure;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.module.ClusterModule;
import dev.plumb.remote.Step;
import dev.plumb.remote.UnreachableException;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Runs a cluster module: probes all hosts and plans round after round. A check plans each round on
 * the state that the round before expects; an apply carries each round out and probes again.
 */
final class ClusterModuleRun<S extends Record, T> {

  private final ClusterModule<S, T> module;
  private final SortedMap<HostName, S> specs;
  private final RunHosts hosts;
  private final TaskContext context;
  private final ClusterProgress<S, T> progress;

  /** The result of probing a host. */
  private sealed interface ProbeResult<T> {
    record Read<T>(Reading<T> reading) implements ProbeResult<T> {}

    record Unreachable<T>(Diagnostic reason) implements ProbeResult<T> {}
  }

  /**
   * @param specs those of all hosts that have the task
   * @param members the hosts that can be probed
   */
  ClusterModuleRun(
      ClusterModule<S, T> module,
      SortedMap<HostName, S> specs,
      Collection<ClusterProgress.Participant<S, T>> members,
      RunHosts hosts,
      TaskContext context) {
    this.module = module;
    this.specs = specs;
    this.hosts = hosts;
    this.context = context;
    this.progress = new ClusterProgress<>(module, members);
  }

  Map<HostName, Outcome> check() {
    return probe(progress.participants()).orElseGet(this::checkRounds);
  }

  private Map<HostName, Outcome> checkRounds() {
    boolean pendingBefore = hosts.havePendingChange();
    for (int round = 0; !progress.states().isEmpty(); round++) {
      switch (plan()) {
        case ClusterPlan.InSync<T> _ -> {
          return progress.checkOutcomes(Optional.empty());
        }
        case ClusterPlan.Needed<T>(List<HostChange> needed, Map<HostName, T> expected) -> {
          Optional<Map<HostName, Outcome>> bug = progress.planBug(needed, round, specs.size());
          if (bug.isPresent()) {
            return bug.get();
          }
          needed.forEach(change -> progress.addChange(change.host(), withFileTexts(change)));
          progress.states().putAll(expected);
        }
        // A pending change may bring what the plan waits for.
        case ClusterPlan.Waiting<T>(HostName _, Step.Await _, Diagnostic timeoutReason) -> {
          return progress.checkOutcomes(
              progress.changedNothing() ? Optional.of(timeoutReason.summary()) : Optional.empty());
        }
        case ClusterPlan.Blocked<T>(Diagnostic reason, boolean fixable) -> {
          return fixable && (pendingBefore || !progress.changedNothing())
              ? progress.checkOutcomes(Optional.of("known after apply: " + reason.summary()))
              : progress.reportedOnce(Status.FAILED, reason);
        }
        case ClusterPlan.Refused<T>(Diagnostic reason) -> {
          return progress.reportedOnce(Status.REFUSED, reason);
        }
      }
    }
    return progress.checkOutcomes(Optional.empty());
  }

  Map<HostName, Outcome> apply() {
    Optional<Map<HostName, Outcome>> ended = probe(progress.participants());
    int rounds = 0;
    Set<List<Object>> waited = new HashSet<>();
    while (ended.isEmpty() && !progress.states().isEmpty()) {
      switch (plan()) {
        case ClusterPlan.InSync<T> _ -> {
          return progress.inSync();
        }
        case ClusterPlan.Needed<T>(List<HostChange> needed, Map<HostName, T> _) -> {
          ended = progress.planBug(needed, rounds, specs.size());
          if (ended.isEmpty()) {
            ended = applyRound(needed);
          }
          rounds++;
          waited.clear();
        }
        case ClusterPlan.Waiting<T>(HostName host, Step.Await until, Diagnostic timeoutReason) -> {
          // The same wait twice without a change in between: the condition held and was not enough.
          ended =
              waited.add(List.of(host, until))
                  ? await(host, until, timeoutReason)
                  : Optional.of(progress.failedOn(host, timeoutReason));
        }
        case ClusterPlan.Blocked<T>(Diagnostic reason, boolean _) ->
            ended = Optional.of(progress.reportedOnce(Status.FAILED, reason));
        case ClusterPlan.Refused<T>(Diagnostic reason) ->
            ended = Optional.of(progress.reportedOnce(Status.REFUSED, reason));
      }
    }
    return ended.orElseGet(() -> progress.inSync());
  }

  private ClusterPlan<T> plan() {
    return module.plan(specs, progress.states());
  }

  /** Applies a round's changes one after the other, and probes all hosts again. */
  private Optional<Map<HostName, Outcome>> applyRound(List<HostChange> needed) {
    int last = -1;
    for (int i = 0; i < needed.size(); i++) {
      last = needed.get(i).change().steps().isEmpty() ? last : i;
    }
    Optional<ProbeResult<T>> behind = Optional.empty();
    for (int i = 0; i < needed.size(); i++) {
      if (context.interruption().isRequested()) {
        return Optional.of(progress.interrupted());
      }
      HostName host = needed.get(i).host();
      Change change = withFileTexts(needed.get(i));
      progress.addChange(host, change);
      if (!change.steps().isEmpty()) {
        reportBusy(host, change.property(), change.describe());
        StepsResult<T> results = execute(host, change.steps(), i == last);
        if (results.problem().isPresent()) {
          return results.problem();
        }
        behind = results.after();
      }
    }
    return last < 0
        ? probe(progress.participants())
        : probeOthers(needed.get(last).host(), behind.orElseThrow());
  }

  /**
   * The result of steps.
   *
   * @param problem how the task ends if a step failed
   * @param after the probe after the steps, if one was requested
   */
  private record StepsResult<T>(
      Optional<Map<HostName, Outcome>> problem, Optional<ProbeResult<T>> after) {}

  private StepsResult<T> execute(HostName host, List<Step> wanted, boolean lookAfter) {
    // The state of any host may depend on what is changed on this one.
    hosts.invalidateProbes();
    ClusterProgress.Participant<S, T> member = progress.participant(host);
    ModuleCall<S, T> call = member.call();
    List<Step> steps = new ArrayList<>(member.notification().markerSteps(false));
    int own = steps.size();
    steps.addAll(call.withEnvironment(wanted));
    HostSession.StepResults<T> done;
    try {
      done =
          member
              .host()
              .session()
              .execute(call, steps, lookAfter, lookAfter ? member.ahead() : (_, _) -> List.of());
    } catch (UnreachableException e) {
      progress.lost(host, e.reason());
      return new StepsResult<>(
          Optional.of(
              progress.failedElsewhere(host, Outcome.failed(e.reason()).with(Status.UNREACHABLE))),
          Optional.empty());
    }
    member
        .notification()
        .markersWritten(done.steps().subList(0, Math.min(own, done.steps().size())));
    return StepFailure.allSucceeded(steps, done.steps())
        ? new StepsResult<>(Optional.empty(), done.reading().map(ProbeResult.Read::new))
        : new StepsResult<>(
            Optional.of(progress.failedOn(host, StepFailure.explain(steps, done.steps()))),
            Optional.empty());
  }

  private Optional<Map<HostName, Outcome>> await(
      HostName host, Step.Await until, Diagnostic timeoutReason) {
    Optional<Map<HostName, Outcome>> bug = progress.waitBug(host);
    if (bug.isPresent()) {
      return bug;
    }
    ClusterProgress.Participant<S, T> member = progress.participant(host);
    try {
      reportBusy(host, "waiting", until.toString());
      List<Step> steps = member.call().withEnvironment(List.of(until));
      HostSession.StepResults<T> done =
          member.host().session().execute(member.call(), steps, true, member.ahead());
      return StepFailure.allSucceeded(steps, done.steps())
          ? probeOthers(host, new ProbeResult.Read<>(done.reading().orElseThrow()))
          : Optional.of(progress.failedOn(host, timeoutReason));
    } catch (UnreachableException e) {
      return probeOthers(host, new ProbeResult.Unreachable<>(e.reason()));
    }
  }

  private void reportBusy(HostName host, String hidden, String doing) {
    context.events().publishBusy(host, progress.participant(host).call().noLog() ? hidden : doing);
  }

  /** Probes all hosts but the one that was probed after its steps. */
  private Optional<Map<HostName, Outcome>> probeOthers(HostName done, ProbeResult<T> seen) {
    return probe(
        progress.participants().stream().filter(member -> !member.name().equals(done)).toList(),
        Map.of(done, seen));
  }

  private Optional<Map<HostName, Outcome>> probe(List<ClusterProgress.Participant<S, T>> at) {
    return probe(at, Map.of());
  }

  private Optional<Map<HostName, Outcome>> probe(
      List<ClusterProgress.Participant<S, T>> at, Map<HostName, ProbeResult<T>> before) {
    Map<HostName, ProbeResult<T>> seen = new ConcurrentSkipListMap<>(before);
    context
        .executor()
        .runUntilBlocked(
            at.stream().filter(member -> !progress.isLost(member.name())).toList(),
            member -> seen.put(member.name(), probe(member)));
    progress.states().clear();
    Map<HostName, String> unreadable = new TreeMap<>();
    seen.forEach(
        (host, one) -> {
          switch (one) {
            case ProbeResult.Unreachable<T>(Diagnostic reason) -> progress.lost(host, reason);
            case ProbeResult.Read<T>(Reading.Unreadable<T>(String why)) ->
                unreadable.put(host, why);
            case ProbeResult.Read<T>(Reading.Observed<T>(T state)) ->
                progress.states().put(host, state);
          }
        });
    return unreadable.isEmpty()
        ? Optional.empty()
        : Optional.of(progress.unreadable(unreadable, hosts.havePendingChange()));
  }

  private ProbeResult<T> probe(ClusterProgress.Participant<S, T> member) {
    try {
      return new ProbeResult.Read<>(member.host().session().probe(member.call(), member.ahead()));
    } catch (UnreachableException e) {
      return new ProbeResult.Unreachable<>(e.reason());
    }
  }

  private Change withFileTexts(HostChange change) {
    ClusterProgress.Participant<S, T> member = progress.participant(change.host());
    try {
      return context.diffs(member.call().instance())
          ? FileTextLoader.load(List.of(change.change()), member.call(), member.host().session())
              .getFirst()
          : change.change();
    } catch (UnreachableException e) {
      // The steps will fail as well, and report it.
      return change.change();
    }
  }
}
