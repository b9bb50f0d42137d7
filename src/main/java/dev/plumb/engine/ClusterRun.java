package dev.plumb.engine;

import dev.plumb.change.Change;
import dev.plumb.change.ClusterPlan;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
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
final class ClusterRun<S extends Record, T> {

  private final ClusterModule<S, T> module;
  private final SortedMap<HostName, S> specs;
  private final SortedMap<HostName, Member<S, T>> members = new TreeMap<>();
  private final RunContext run;
  private final SortedMap<HostName, T> states = new TreeMap<>();
  private final Map<HostName, List<Change>> changes = new TreeMap<>();
  private final Map<HostName, Diagnostic> unreachable = new TreeMap<>();

  /** A host that is looked at, and that changes may be made on. */
  record Member<S extends Record, T>(
      HostRun host, Unit<S, T> unit, Line.Ahead ahead, Notification notification) {
    HostName name() {
      return host.name();
    }
  }

  /** What came of looking at a host. */
  private sealed interface Seen<T> {
    record Read<T>(Reading<T> reading) implements Seen<T> {}

    record Unreachable<T>(Diagnostic reason) implements Seen<T> {}
  }

  /** What became of the task on each host. */
  private record Ending(Map<HostName, Outcome> outcomes) {}

  /**
   * @param specs of all hosts that have the task
   * @param members those of them that can be looked at
   */
  ClusterRun(
      ClusterModule<S, T> module,
      SortedMap<HostName, S> specs,
      Collection<Member<S, T>> members,
      RunContext run) {
    this.module = module;
    this.specs = specs;
    this.run = run;
    members.forEach(member -> this.members.put(member.name(), member));
  }

  Map<HostName, Outcome> check() {
    return look(List.copyOf(members.values())).orElseGet(this::foresee).outcomes();
  }

  private Ending foresee() {
    boolean pendingBefore = run.pendingAnywhere();
    for (int round = 0; !states.isEmpty(); round++) {
      switch (plan()) {
        case ClusterPlan.InSync<T> _ -> {
          return foreseen(Optional.empty());
        }
        case ClusterPlan.Needed<T>(List<HostChange> needed, Map<HostName, T> expected) -> {
          Optional<Ending> bug = objection(needed, round);
          if (bug.isPresent()) {
            return bug.get();
          }
          needed.forEach(change -> note(change.host(), withTexts(change)));
          states.putAll(expected);
        }
        // What is waited for may be brought by a change.
        case ClusterPlan.Waits<T>(HostName _, Step.Await _, Diagnostic otherwise) -> {
          return foreseen(changes.isEmpty() ? Optional.of(otherwise.summary()) : Optional.empty());
        }
        case ClusterPlan.Blocked<T>(Diagnostic reason, boolean curable) -> {
          return curable && (pendingBefore || !changes.isEmpty())
              ? foreseen(Optional.of("known after apply: " + reason.summary()))
              : toldOnce(Status.FAILED, reason);
        }
        case ClusterPlan.Refused<T>(Diagnostic reason) -> {
          return toldOnce(Status.REFUSED, reason);
        }
      }
    }
    return foreseen(Optional.empty());
  }

  /**
   * @param unknown why nothing can be said of hosts that would not be changed
   */
  private Ending foreseen(Optional<String> unknown) {
    return ending(
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
    Optional<Ending> ended = look(List.copyOf(members.values()));
    int rounds = 0;
    Set<List<Object>> waited = new HashSet<>();
    while (ended.isEmpty() && !states.isEmpty()) {
      switch (plan()) {
        case ClusterPlan.InSync<T> _ -> {
          return ending(this::inSync).outcomes();
        }
        case ClusterPlan.Needed<T>(List<HostChange> needed, Map<HostName, T> _) -> {
          ended = objection(needed, rounds);
          if (ended.isEmpty()) {
            ended = make(needed);
          }
          rounds++;
          waited.clear();
        }
        case ClusterPlan.Waits<T>(HostName host, Step.Await until, Diagnostic otherwise) -> {
          // The same wait twice, with nothing done between: it held, and that was not enough.
          ended =
              waited.add(List.of(host, until))
                  ? await(host, until, otherwise)
                  : Optional.of(failedOn(host, otherwise));
        }
        case ClusterPlan.Blocked<T>(Diagnostic reason, boolean _) ->
            ended = Optional.of(toldOnce(Status.FAILED, reason));
        case ClusterPlan.Refused<T>(Diagnostic reason) ->
            ended = Optional.of(toldOnce(Status.REFUSED, reason));
      }
    }
    return ended.orElseGet(() -> ending(this::inSync)).outcomes();
  }

  private ClusterPlan<T> plan() {
    return module.plan(specs, states);
  }

  private Outcome inSync(Member<S, T> member) {
    List<Change> own = changes.getOrDefault(member.name(), List.of());
    return Outcome.ok(result(member)).with(own.isEmpty() ? Status.OK : Status.CHANGED).with(own);
  }

  private Map<String, Value> result(Member<S, T> member) {
    T state = states.get(member.name());
    return state == null ? Map.of() : module.result(member.name(), member.unit().spec(), state);
  }

  private void note(HostName host, Change change) {
    changes.computeIfAbsent(host, _ -> new ArrayList<>()).add(change);
  }

  /** Why a round is not to be carried out: only a bug in the module can be the cause. */
  private Optional<Ending> objection(List<HostChange> needed, int roundsBefore) {
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
                .append(change.change().told())
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
  private Optional<Ending> make(List<HostChange> needed) {
    int last = -1;
    for (int i = 0; i < needed.size(); i++) {
      last = needed.get(i).change().steps().isEmpty() ? last : i;
    }
    Optional<Seen<T>> behind = Optional.empty();
    for (int i = 0; i < needed.size(); i++) {
      if (run.interruption().wanted()) {
        return Optional.of(interrupted());
      }
      HostName host = needed.get(i).host();
      Change change = withTexts(needed.get(i));
      note(host, change);
      if (!change.steps().isEmpty()) {
        busy(host, change.property(), change.told());
        Told<T> told = tell(host, change.steps(), i == last);
        if (told.problem().isPresent()) {
          return told.problem();
        }
        behind = told.after();
      }
    }
    return last < 0
        ? look(List.copyOf(members.values()))
        : lookAgain(needed.get(last).host(), behind.orElseThrow());
  }

  /**
   * What came of steps.
   *
   * @param problem how the task ends when they did not end well
   * @param after the look behind them, when one was wanted
   */
  private record Told<T>(Optional<Ending> problem, Optional<Seen<T>> after) {}

  private Told<T> tell(HostName host, List<Step> wanted, boolean lookAfter) {
    // What any host said may have to do with what is done on this one.
    run.hosts().get().forEach(other -> other.line().tooOld());
    Member<S, T> member = member(host);
    Unit<S, T> unit = member.unit();
    List<Step> steps = new ArrayList<>(member.notification().before(false));
    int own = steps.size();
    steps.addAll(unit.withEnvironment(wanted));
    Line.Done<T> done;
    try {
      done =
          member
              .host()
              .line()
              .tell(unit, steps, lookAfter, lookAfter ? member.ahead() : (_, _) -> List.of());
    } catch (UnreachableException e) {
      unreachable.put(host, e.reason());
      return new Told<>(
          Optional.of(others(host, Outcome.failed(e.reason()).with(Status.UNREACHABLE))),
          Optional.empty());
    }
    member.notification().noted(done.steps().subList(0, Math.min(own, done.steps().size())));
    return StepFailure.allDone(steps, done.steps())
        ? new Told<>(Optional.empty(), done.after().map(Seen.Read::new))
        : new Told<>(
            Optional.of(failedOn(host, StepFailure.explain(steps, done.steps()))),
            Optional.empty());
  }

  private Optional<Ending> await(HostName host, Step.Await until, Diagnostic otherwise) {
    if (!states.containsKey(host)) {
      return Optional.of(
          failed(
              Diagnostic.error(
                  "Wait on a host that was not looked at",
                  "The plan waits on %s, which could not be looked at or does not have the task. This is a bug in module %s."
                      .formatted(host, module.name()))));
    }
    Member<S, T> member = member(host);
    try {
      busy(host, "waits", until.toString());
      List<Step> steps = member.unit().withEnvironment(List.of(until));
      Line.Done<T> done = member.host().line().tell(member.unit(), steps, true, member.ahead());
      return StepFailure.allDone(steps, done.steps())
          ? lookAgain(host, new Seen.Read<>(done.after().orElseThrow()))
          : Optional.of(failedOn(host, otherwise));
    } catch (UnreachableException e) {
      return lookAgain(host, new Seen.Unreachable<>(e.reason()));
    }
  }

  private void busy(HostName host, String hidden, String doing) {
    run.journal().busy(host, member(host).unit().noLog() ? hidden : doing);
  }

  /** Looks at all hosts but the one that was looked at behind its steps. */
  private Optional<Ending> lookAgain(HostName done, Seen<T> seen) {
    return look(
        members.values().stream().filter(member -> !member.name().equals(done)).toList(),
        Map.of(done, seen));
  }

  private Optional<Ending> look(List<Member<S, T>> at) {
    return look(at, Map.of());
  }

  private Optional<Ending> look(List<Member<S, T>> at, Map<HostName, Seen<T>> before) {
    Map<HostName, Seen<T>> seen = new ConcurrentSkipListMap<>(before);
    run.hands()
        .inTurn(
            at.stream().filter(member -> !unreachable.containsKey(member.name())).toList(),
            member -> seen.put(member.name(), look(member)));
    states.clear();
    Map<HostName, String> unreadable = new TreeMap<>();
    seen.forEach(
        (host, one) -> {
          switch (one) {
            case Seen.Unreachable<T>(Diagnostic reason) -> unreachable.put(host, reason);
            case Seen.Read<T>(Reading.Unreadable<T>(String why)) -> unreadable.put(host, why);
            case Seen.Read<T>(Reading.Observed<T>(T state)) -> states.put(host, state);
          }
        });
    return unreadable.isEmpty() ? Optional.empty() : Optional.of(unreadable(unreadable));
  }

  private Seen<T> look(Member<S, T> member) {
    try {
      return new Seen.Read<>(member.host().line().look(member.unit(), member.ahead()));
    } catch (UnreachableException e) {
      return new Seen.Unreachable<>(e.reason());
    }
  }

  private Ending unreadable(Map<HostName, String> why) {
    String names = String.join(", ", why.keySet().stream().map(HostName::value).toList());
    if (run.pendingAnywhere()) {
      return ending(_ -> Outcome.unknown("known after apply: could not look at " + names));
    }
    return ending(
        member -> {
          String own = why.get(member.name());
          return own != null
              ? Outcome.unreadable(own, !changes.isEmpty())
              : toldElsewhere(
                  Status.FAILED, "could not look at " + names + ", so nothing is planned");
        });
  }

  private Ending failedOn(HostName host, Diagnostic reason) {
    return others(host, Outcome.failed(reason));
  }

  /** It failed on one host: what is kept together is not there on any. */
  private Ending others(HostName host, Outcome outcome) {
    return ending(
        member ->
            member.name().equals(host)
                ? outcome
                : toldElsewhere(Status.FAILED, "it failed on " + host));
  }

  private Ending failed(Diagnostic reason) {
    return toldOnce(Status.FAILED, reason);
  }

  /** The same for all hosts; a person need not read it for each. */
  private Ending toldOnce(Status status, Diagnostic reason) {
    HostName first = states.firstKey();
    return ending(
        member ->
            member.name().equals(first)
                ? Outcome.failed(reason).with(status)
                : toldElsewhere(status, reason.summary() + ", as told for " + first));
  }

  private static Outcome toldElsewhere(Status status, String message) {
    return new Outcome(status, List.of(), Optional.of(message), Optional.empty(), Map.of(), false);
  }

  private Ending interrupted() {
    return ending(
        member ->
            changes.containsKey(member.name())
                ? inSync(member).saying(HostTask.INTERRUPTED)
                : Outcome.skipped(HostTask.INTERRUPTED));
  }

  private Ending ending(Function<Member<S, T>, Outcome> each) {
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
    return new Ending(outcomes);
  }

  private Member<S, T> member(HostName host) {
    Member<S, T> member = members.get(host);
    if (member == null) {
      throw new IllegalArgumentException("must be a host that was looked at: " + host);
    }
    return member;
  }

  private Change withTexts(HostChange change) {
    Member<S, T> member = member(change.host());
    try {
      return run.diffs(member.unit().turn())
          ? DiffTexts.fill(List.of(change.change()), member.unit(), member.host().line()).getFirst()
          : change.change();
    } catch (UnreachableException e) {
      // Its steps will tell.
      return change.change();
    }
  }
}
