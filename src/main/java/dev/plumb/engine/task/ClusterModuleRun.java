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
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * One look at what hosts have together and the rounds that follow from it: in a check what would be
 * done, each round planned on what the one before expects; in an apply the doing, each round
 * planned on a new look.
 */
final class ClusterModuleRun<S extends Record, T> {

  private final ClusterModule<S, T> module;
  private final SortedMap<HostName, S> specs;
  private final SortedMap<HostName, Participant<S, T>> members = new TreeMap<>();
  private final RunHosts hosts;
  private final TaskContext context;
  private final SortedMap<HostName, T> states = new TreeMap<>();
  private final Map<HostName, List<Change>> changes = new TreeMap<>();
  private final Map<HostName, Diagnostic> unreachable = new TreeMap<>();

  /** A host that is looked at, and that changes may be made on. */
  record Participant<S extends Record, T>(
      HostRun host, ModuleCall<S, T> call, HostSession.Upcoming ahead, Notification notification) {
    HostName name() {
      return host.name();
    }
  }

  /** What came of looking at a host. */
  private sealed interface ProbeResult<T> {
    record Read<T>(Reading<T> reading) implements ProbeResult<T> {}

    record Unreachable<T>(Diagnostic reason) implements ProbeResult<T> {}
  }

  /** What became of the task on each host. */
  private record HostOutcomes(Map<HostName, Outcome> outcomes) {}

  /**
   * @param specs of all hosts that have the task
   * @param members those of them that can be looked at
   */
  ClusterModuleRun(
      ClusterModule<S, T> module,
      SortedMap<HostName, S> specs,
      Collection<Participant<S, T>> members,
      RunHosts hosts,
      TaskContext context) {
    this.module = module;
    this.specs = specs;
    this.hosts = hosts;
    this.context = context;
    members.forEach(member -> this.members.put(member.name(), member));
  }

  Map<HostName, Outcome> check() {
    return probe(List.copyOf(members.values())).orElseGet(this::checkRounds).outcomes();
  }

  private HostOutcomes checkRounds() {
    boolean pendingBefore = hosts.havePendingChange();
    for (int round = 0; !states.isEmpty(); round++) {
      switch (plan()) {
        case ClusterPlan.InSync<T> _ -> {
          return checkOutcomes(Optional.empty());
        }
        case ClusterPlan.Needed<T>(List<HostChange> needed, Map<HostName, T> expected) -> {
          Optional<HostOutcomes> bug = planBug(needed, round);
          if (bug.isPresent()) {
            return bug.get();
          }
          needed.forEach(change -> addChange(change.host(), withFileTexts(change)));
          states.putAll(expected);
        }
        // What is waited for may be brought by a change.
        case ClusterPlan.Waiting<T>(HostName _, Step.Await _, Diagnostic otherwise) -> {
          return checkOutcomes(
              changes.isEmpty() ? Optional.of(otherwise.summary()) : Optional.empty());
        }
        case ClusterPlan.Blocked<T>(Diagnostic reason, boolean curable) -> {
          return curable && (pendingBefore || !changes.isEmpty())
              ? checkOutcomes(Optional.of("known after apply: " + reason.summary()))
              : reportedOnce(Status.FAILED, reason);
        }
        case ClusterPlan.Refused<T>(Diagnostic reason) -> {
          return reportedOnce(Status.REFUSED, reason);
        }
      }
    }
    return checkOutcomes(Optional.empty());
  }

  /**
   * @param unknown why nothing can be said of hosts that would not be changed
   */
  private HostOutcomes checkOutcomes(Optional<String> unknown) {
    return outcomes(
        member -> {
          List<Change> own = changes.getOrDefault(member.name(), List.of());
          return !own.isEmpty()
              ? new Outcome(Status.CHANGED, own, Optional.empty(), Optional.empty(), Map.of(), true)
              : unknown
                  .map(Outcome::unknown)
                  .orElseGet(
                      () ->
                          changes.isEmpty()
                              ? Outcome.ok(result(member))
                              : new Outcome(
                                  Status.OK,
                                  List.of(),
                                  Optional.empty(),
                                  Optional.empty(),
                                  Map.of(),
                                  true));
        });
  }

  Map<HostName, Outcome> apply() {
    Optional<HostOutcomes> ended = probe(List.copyOf(members.values()));
    int rounds = 0;
    Set<List<Object>> waited = new HashSet<>();
    while (ended.isEmpty() && !states.isEmpty()) {
      switch (plan()) {
        case ClusterPlan.InSync<T> _ -> {
          return outcomes(this::inSync).outcomes();
        }
        case ClusterPlan.Needed<T>(List<HostChange> needed, Map<HostName, T> _) -> {
          ended = planBug(needed, rounds);
          if (ended.isEmpty()) {
            ended = applyRound(needed);
          }
          rounds++;
          waited.clear();
        }
        case ClusterPlan.Waiting<T>(HostName host, Step.Await until, Diagnostic otherwise) -> {
          // The same wait twice, with nothing done between: it held, and that was not enough.
          ended =
              waited.add(List.of(host, until))
                  ? await(host, until, otherwise)
                  : Optional.of(failedOn(host, otherwise));
        }
        case ClusterPlan.Blocked<T>(Diagnostic reason, boolean _) ->
            ended = Optional.of(reportedOnce(Status.FAILED, reason));
        case ClusterPlan.Refused<T>(Diagnostic reason) ->
            ended = Optional.of(reportedOnce(Status.REFUSED, reason));
      }
    }
    return ended.orElseGet(() -> outcomes(this::inSync)).outcomes();
  }

  private ClusterPlan<T> plan() {
    return module.plan(specs, states);
  }

  private Outcome inSync(Participant<S, T> member) {
    List<Change> own = changes.getOrDefault(member.name(), List.of());
    return Outcome.ok(result(member)).with(own.isEmpty() ? Status.OK : Status.CHANGED).with(own);
  }

  private Map<String, Value> result(Participant<S, T> member) {
    T state = states.get(member.name());
    return state == null ? Map.of() : module.result(member.name(), member.call().spec(), state);
  }

  private void addChange(HostName host, Change change) {
    changes.computeIfAbsent(host, _ -> new ArrayList<>()).add(change);
  }

  /** Why a round is not to be carried out: only a bug in the module can be the cause. */
  private Optional<HostOutcomes> planBug(List<HostChange> needed, int roundsBefore) {
    for (HostChange change : needed) {
      if (!states.containsKey(change.host())) {
        return Optional.of(
            failed(
                Diagnostic.error(
                    "Change of a host that was not looked at",
                    "The plan changes %s, which could not be looked at or does not have the task. This is a bug in module %s."
                        .formatted(change.host(), module.name()))));
      }
    }
    if (roundsBefore < module.rounds(specs.size())) {
      return Optional.empty();
    }
    StringBuilder still = new StringBuilder();
    needed.forEach(
        change ->
            still
                .append("    ")
                .append(change.host())
                .append(": ")
                .append(change.change().describe())
                .append('\n'));
    return Optional.of(
        failed(
            Diagnostic.error(
                "Changes did not last",
                ("After %d rounds of changes that ended well, a look at all hosts found this still"
                        + " to be done:\n%sSomething on the hosts may have changed it back. If"
                        + " nothing did, this is a bug in module %s.")
                    .formatted(roundsBefore, still, module.name()))));
  }

  /** Makes a round's changes one after the other, and looks at all hosts again. */
  private Optional<HostOutcomes> applyRound(List<HostChange> needed) {
    int last = -1;
    for (int i = 0; i < needed.size(); i++) {
      last = needed.get(i).change().steps().isEmpty() ? last : i;
    }
    Optional<ProbeResult<T>> behind = Optional.empty();
    for (int i = 0; i < needed.size(); i++) {
      if (context.interruption().isRequested()) {
        return Optional.of(interrupted());
      }
      HostName host = needed.get(i).host();
      Change change = withFileTexts(needed.get(i));
      addChange(host, change);
      if (!change.steps().isEmpty()) {
        reportBusy(host, change.property(), change.describe());
        StepsResult<T> told = execute(host, change.steps(), i == last);
        if (told.problem().isPresent()) {
          return told.problem();
        }
        behind = told.after();
      }
    }
    return last < 0
        ? probe(List.copyOf(members.values()))
        : probeOthers(needed.get(last).host(), behind.orElseThrow());
  }

  /**
   * What came of steps.
   *
   * @param problem how the task ends when they did not end well
   * @param after the look behind them, when one was wanted
   */
  private record StepsResult<T>(Optional<HostOutcomes> problem, Optional<ProbeResult<T>> after) {}

  private StepsResult<T> execute(HostName host, List<Step> wanted, boolean lookAfter) {
    // What any host said may have to do with what is done on this one.
    hosts.invalidateProbes();
    Participant<S, T> member = member(host);
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
      unreachable.put(host, e.reason());
      return new StepsResult<>(
          Optional.of(failedElsewhere(host, Outcome.failed(e.reason()).with(Status.UNREACHABLE))),
          Optional.empty());
    }
    member
        .notification()
        .markersWritten(done.steps().subList(0, Math.min(own, done.steps().size())));
    return StepFailure.allSucceeded(steps, done.steps())
        ? new StepsResult<>(Optional.empty(), done.reading().map(ProbeResult.Read::new))
        : new StepsResult<>(
            Optional.of(failedOn(host, StepFailure.explain(steps, done.steps()))),
            Optional.empty());
  }

  private Optional<HostOutcomes> await(HostName host, Step.Await until, Diagnostic otherwise) {
    if (!states.containsKey(host)) {
      return Optional.of(
          failed(
              Diagnostic.error(
                  "Wait on a host that was not looked at",
                  "The plan waits on %s, which could not be looked at or does not have the task. This is a bug in module %s."
                      .formatted(host, module.name()))));
    }
    Participant<S, T> member = member(host);
    try {
      reportBusy(host, "waits", until.toString());
      List<Step> steps = member.call().withEnvironment(List.of(until));
      HostSession.StepResults<T> done =
          member.host().session().execute(member.call(), steps, true, member.ahead());
      return StepFailure.allSucceeded(steps, done.steps())
          ? probeOthers(host, new ProbeResult.Read<>(done.reading().orElseThrow()))
          : Optional.of(failedOn(host, otherwise));
    } catch (UnreachableException e) {
      return probeOthers(host, new ProbeResult.Unreachable<>(e.reason()));
    }
  }

  private void reportBusy(HostName host, String hidden, String doing) {
    context.events().publishBusy(host, member(host).call().noLog() ? hidden : doing);
  }

  /** Looks at all hosts but the one that was looked at behind its steps. */
  private Optional<HostOutcomes> probeOthers(HostName done, ProbeResult<T> seen) {
    return probe(
        members.values().stream().filter(member -> !member.name().equals(done)).toList(),
        Map.of(done, seen));
  }

  private Optional<HostOutcomes> probe(List<Participant<S, T>> at) {
    return probe(at, Map.of());
  }

  private Optional<HostOutcomes> probe(
      List<Participant<S, T>> at, Map<HostName, ProbeResult<T>> before) {
    Map<HostName, ProbeResult<T>> seen = new ConcurrentSkipListMap<>(before);
    context
        .executor()
        .runUntilBlocked(
            at.stream().filter(member -> !unreachable.containsKey(member.name())).toList(),
            member -> seen.put(member.name(), probe(member)));
    states.clear();
    Map<HostName, String> unreadable = new TreeMap<>();
    seen.forEach(
        (host, one) -> {
          switch (one) {
            case ProbeResult.Unreachable<T>(Diagnostic reason) -> unreachable.put(host, reason);
            case ProbeResult.Read<T>(Reading.Unreadable<T>(String why)) ->
                unreadable.put(host, why);
            case ProbeResult.Read<T>(Reading.Observed<T>(T state)) -> states.put(host, state);
          }
        });
    return unreadable.isEmpty() ? Optional.empty() : Optional.of(unreadable(unreadable));
  }

  private ProbeResult<T> probe(Participant<S, T> member) {
    try {
      return new ProbeResult.Read<>(member.host().session().probe(member.call(), member.ahead()));
    } catch (UnreachableException e) {
      return new ProbeResult.Unreachable<>(e.reason());
    }
  }

  private HostOutcomes unreadable(Map<HostName, String> why) {
    String names = String.join(", ", why.keySet().stream().map(HostName::value).toList());
    if (hosts.havePendingChange()) {
      return outcomes(_ -> Outcome.unknown("known after apply: could not look at " + names));
    }
    return outcomes(
        member -> {
          String own = why.get(member.name());
          return own != null
              ? Outcome.unreadable(own, !changes.isEmpty())
              : reportedElsewhere(
                  Status.FAILED, "could not look at " + names + ", so nothing is planned");
        });
  }

  private HostOutcomes failedOn(HostName host, Diagnostic reason) {
    return failedElsewhere(host, Outcome.failed(reason));
  }

  /** It failed on one host: what is kept together is not there on any. */
  private HostOutcomes failedElsewhere(HostName host, Outcome outcome) {
    return outcomes(
        member ->
            member.name().equals(host)
                ? outcome
                : reportedElsewhere(Status.FAILED, "it failed on " + host));
  }

  private HostOutcomes failed(Diagnostic reason) {
    return reportedOnce(Status.FAILED, reason);
  }

  /** The same for all hosts; a person need not read it for each. */
  private HostOutcomes reportedOnce(Status status, Diagnostic reason) {
    HostName first = states.firstKey();
    return outcomes(
        member ->
            member.name().equals(first)
                ? Outcome.failed(reason).with(status)
                : reportedElsewhere(status, reason.summary() + ", as told for " + first));
  }

  private static Outcome reportedElsewhere(Status status, String message) {
    return new Outcome(status, List.of(), Optional.of(message), Optional.empty(), Map.of(), false);
  }

  private HostOutcomes interrupted() {
    return outcomes(
        member ->
            changes.containsKey(member.name())
                ? inSync(member).withMessage(HostTask.INTERRUPTED)
                : Outcome.skipped(HostTask.INTERRUPTED));
  }

  private HostOutcomes outcomes(Function<Participant<S, T>, Outcome> each) {
    Map<HostName, Outcome> outcomes = new LinkedHashMap<>();
    members.forEach(
        (name, member) -> {
          Diagnostic lost = unreachable.get(name);
          Outcome outcome =
              lost == null ? each.apply(member) : Outcome.failed(lost).with(Status.UNREACHABLE);
          outcomes.put(
              name,
              outcome.failed() ? outcome.with(changes.getOrDefault(name, List.of())) : outcome);
        });
    return new HostOutcomes(outcomes);
  }

  private Participant<S, T> member(HostName host) {
    Participant<S, T> member = members.get(host);
    if (member == null) {
      throw new IllegalArgumentException("must be a host that was looked at: " + host);
    }
    return member;
  }

  private Change withFileTexts(HostChange change) {
    Participant<S, T> member = member(change.host());
    try {
      return context.diffs(member.call().instance())
          ? FileTextLoader.load(List.of(change.change()), member.call(), member.host().session())
              .getFirst()
          : change.change();
    } catch (UnreachableException e) {
      // Its steps will tell.
      return change.change();
    }
  }
}
