package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.Status;
import dev.plumb.module.ArgReader;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.RunAs;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run as one host lives through it: what comes next for it, what it has answered, what became of
 * its tasks. Used by one thread at a time.
 */
final class HostRun {

  private final HostVars vars;
  private final Line line;
  private final Preparer preparer;
  private final Map<Turn, Prepared> lasting = new HashMap<>();
  private int edition;
  private final Map<Status, Integer> counts = new LinkedHashMap<>();

  private List<Turn> ahead = List.of();
  private Unwinding unwinding = new Unwinding();
  private boolean doesForAll = true;
  private boolean unreachable;
  private boolean left;
  private boolean pendingChange;

  /** Handlers to run at the end of the play, each with the users whose notes call for it. */
  private final Map<Turn, Set<RunAs>> notified = new HashMap<>();

  HostRun(HostVars vars, Line line, Preparer preparer) {
    this.vars = vars;
    this.line = line;
    this.preparer = preparer;
  }

  HostName name() {
    return vars.host();
  }

  HostVars vars() {
    return vars;
  }

  Line line() {
    return line;
  }

  /** Whether nothing more is done on it in this run: it failed or cannot be reached. */
  boolean out() {
    return unreachable || unwinding.hasFailed();
  }

  /** The rest of the play is not for it. */
  void leave() {
    left = true;
  }

  /** Whether the play still goes on for it. */
  boolean isIn() {
    return !out() && !left;
  }

  /** What failed is as if it had not; the next task is for it again. */
  void forgive() {
    unwinding = new Unwinding();
    unreachable = false;
  }

  boolean unreachable() {
    return unreachable;
  }

  /** Whether a turn is for it, after what failed on it before. */
  boolean runs(Turn turn) {
    return !unreachable && !left && unwinding.runs(turn.task().conduct().blocks());
  }

  /**
   * Whether it would run a turn if nothing had failed on it: it has the task, though it does not
   * come to it.
   */
  boolean misses(Turn turn) {
    return out() && !runs(turn) && !Unwinding.isRescue(turn.task().conduct().blocks());
  }

  void enters(Turn turn) {
    unwinding.enters(turn.task().conduct().blocks());
  }

  /**
   * The task of a turn failed or was refused, and that counts.
   *
   * @return whether a rescue makes up for it
   */
  boolean fails(Turn turn, Outcome outcome) {
    boolean rescued =
        unwinding.fails(turn.task().conduct().blocks(), outcome.status() == Status.FAILED);
    if (!turn.task().conduct().blocks().isEmpty()) {
      vars.set(Turn.FAILED_TASK, Value.map(Map.of("name", turn.task().name())));
      vars.set(Turn.FAILED_RESULT, outcome.registered());
    }
    return rescued;
  }

  /** Whether an earlier task would change it, or might. */
  boolean pendingChange() {
    return pendingChange;
  }

  /**
   * The turns to come, the next one first, as far as answers may be asked for ahead.
   *
   * @param forAll whether it is the host that does for all what is done once
   */
  void comes(List<Turn> turns, boolean forAll) {
    ahead = turns;
    doesForAll = forAll;
    left = false;
  }

  private boolean isMine(Turn turn) {
    return doesForAll || !turn.task().conduct().runOnce();
  }

  Prepared prepare(Turn turn) {
    return prepare(turn, Set.of());
  }

  private Prepared prepare(Turn turn, Set<String> notYetSet) {
    if (edition != preparer.edition()) {
      // Tasks that were read since, or a changed inventory, may change what seemed to last.
      edition = preparer.edition();
      lasting.clear();
    }
    Prepared known = lasting.get(turn);
    if (known != null) {
      return known;
    }
    Prepared prepared = preparer.prepare(turn, vars, notYetSet::contains);
    if (prepared.lasting()) {
      lasting.put(turn, prepared);
    }
    return prepared;
  }

  /** What can be told of a turn before anything has run, registered results and facts unknown. */
  Prepared foresee(Turn turn, Set<String> setBefore) {
    return prepare(turn, setBefore);
  }

  /**
   * The units whose turn comes after one that is being worked on.
   *
   * @param rest the items of the same task that come after it
   */
  Line.Ahead ahead(Turn current, List<Prepared.Item> rest, boolean throughActions) {
    return (most, only) -> {
      Collector found = new Collector(most, only, throughActions);
      if (!found.take(rest)) {
        return found.units;
      }
      Set<String> notYetSet = new HashSet<>(current.sets());
      boolean past = false;
      for (Turn turn : withIncluded(ahead, notYetSet)) {
        if (past && runs(turn) && isMine(turn) && !found.take(prepare(turn, notYetSet).items())) {
          return found.units;
        }
        if (past) {
          notYetSet.addAll(turn.sets());
        }
        past |= turn == current;
      }
      return found.units;
    };
  }

  /** Turns with those that they have brought in for this host, as far as that is known. */
  private List<Turn> withIncluded(List<Turn> turns, Set<String> notYetSet) {
    if (turns.stream().allMatch(turn -> turn.task().include().isEmpty())) {
      return turns;
    }
    List<Turn> all = new ArrayList<>();
    for (Turn turn : turns) {
      all.add(turn);
      if (turn.task().include().isPresent()) {
        for (Prepared.Item item : prepare(turn, notYetSet).items()) {
          if (item instanceof Prepared.Item.Ready(Unit<?, ?> unit)) {
            Inclusion.known(unit).forEach(more -> all.addAll(withIncluded(more, notYetSet)));
          }
        }
      }
    }
    return all;
  }

  /** Gathers units until there are enough, or one comes after which no answer would still hold. */
  private final class Collector {
    private final List<Unit<?, ?>> units = new ArrayList<>();
    private final int most;
    private final Optional<RunAs> only;
    private final boolean throughActions;

    private Collector(int most, Optional<RunAs> only, boolean throughActions) {
      this.most = most;
      this.only = only;
      this.throughActions = throughActions;
    }

    /** Whether to go on. What cannot be told yet is passed over: it may turn out in sync. */
    private boolean take(List<Prepared.Item> items) {
      for (Prepared.Item item : items) {
        if (units.size() >= most) {
          return false;
        }
        if (item instanceof Prepared.Item.Ready(Unit<?, ?> unit)) {
          if (!throughActions && unit.actsWithoutAsking()) {
            return false;
          }
          if (only.isPresent() && !only.get().equals(unit.as())) {
            return false;
          }
          // What is asked of another host waits for its turn.
          if (unit.delegate().isEmpty()
              && !unit.probe().questions().isEmpty()
              && !line.knows(unit)) {
            units.add(unit);
          }
        }
      }
      return true;
    }
  }

  /** Asks for the host's facts, unless they are known. */
  void gatherFacts(FactsModule<?, ?> facts) {
    if (vars.facts().isPresent()) {
      return;
    }
    vars.facts(facts.gather(line, vars.host()));
  }

  /** The module whose facts are a host's variables. */
  record FactsModule<S extends Record, T>(TaskModule<S, T> module) {
    private Map<String, Value> gather(Line line, HostName host) {
      S spec =
          new ArgReader<>(module.name(), module.spec())
              .read(Value.map(Map.of()), Place.NONE, Literally.INSTANCE);
      return switch (line.ask(RunAs.LOGIN, module.probe(spec))) {
        case Reading.Observed<T>(T state) -> module.facts(spec, state);
        case Reading.Unreadable<T>(String why) ->
            throw new BadInputException(
                Diagnostic.error(
                    "Facts not gathered", "The facts of " + host + " cannot be read: " + why));
      };
    }
  }

  void notify(Turn handler, RunAs as) {
    notified.computeIfAbsent(handler, _ -> new LinkedHashSet<>()).add(as);
  }

  boolean isNotified(Turn handler) {
    return notified.containsKey(handler);
  }

  boolean hasNotified() {
    return !notified.isEmpty();
  }

  /** The handler ran; gives the users whose notes are now to be taken away. */
  Set<RunAs> handled(Turn handler) {
    Set<RunAs> users = notified.remove(handler);
    return users == null ? Set.of() : users;
  }

  void count(Status status, boolean ignored) {
    Status counted = ignored ? Status.OK : status;
    counts.merge(counted, 1, Integer::sum);
    pendingChange |= status == Status.CHANGED || status == Status.UNKNOWN;
    unreachable |= counted == Status.UNREACHABLE;
  }

  HostSummary summary() {
    return new HostSummary(
        count(Status.OK),
        count(Status.CHANGED),
        count(Status.UNKNOWN),
        count(Status.SKIPPED),
        count(Status.FAILED),
        count(Status.REFUSED),
        count(Status.UNREACHABLE) > 0,
        line.roundTrips());
  }

  private int count(Status status) {
    return counts.getOrDefault(status, 0);
  }
}
