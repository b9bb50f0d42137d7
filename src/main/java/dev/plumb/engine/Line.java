package dev.plumb.engine;

import dev.plumb.engine.lookahead.Answers;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The line to one host: asks and tells, many things in one round trip, and keeps what was answered
 * ahead of its turn. Any thread may call it, and waits while another does: tasks of several hosts
 * may be delegated to one.
 */
final class Line {

  private final HostName host;
  private final RemoteHost remote;
  private final Interruption interruption;
  private final Streams streams;
  private final AtomicInteger stepsAnywhere;
  private final Answers<Key> answers = new Answers<>();
  private final Map<RunAs, Probe<?>> riders = new LinkedHashMap<>();
  private final Map<RunAs, Reading<?>> ridersRead = new HashMap<>();

  /** What an answer is kept under: the same thing asked for in the same way. */
  private record Key(Unit<?, ?> unit) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && unit.asksTheSameAs(that.unit);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(unit.turn()) * 31 + unit.index();
    }
  }

  /** What came of steps, and of the look behind them. */
  record Done<T>(List<Exec> steps, Optional<Reading<T>> after) {}

  /**
   * @param stepsAnywhere how often steps were told to any host of the run: what hosts say of a
   *     thing that they have together holds no longer than until one of them is told to change
   *     something
   */
  Line(
      HostName host,
      RemoteHost remote,
      Interruption interruption,
      Streams streams,
      AtomicInteger stepsAnywhere) {
    this.host = host;
    this.remote = remote;
    this.interruption = interruption;
    this.streams = streams;
    this.stepsAnywhere = stepsAnywhere;
  }

  int roundTrips() {
    return remote.roundTrips();
  }

  void close() {
    remote.close();
  }

  /** A question that goes along with the next request of its user; asked once. */
  synchronized void rides(RunAs as, Probe<?> probe) {
    if (!ridersRead.containsKey(as)) {
      riders.put(as, probe);
    }
  }

  /** What a question that rode along brought holds no more. */
  synchronized void forgetRider(RunAs as) {
    ridersRead.remove(as);
  }

  /** What a question that rode along brought; asked now if it has not gone yet. */
  synchronized Reading<?> rode(RunAs as, Probe<?> probe) {
    Reading<?> reading = ridersRead.get(as);
    if (reading == null) {
      reading = probe.read(send(List.of(Request.ask(as, probe.questions()))).getFirst().answers());
      ridersRead.put(as, reading);
      riders.remove(as);
    }
    return reading;
  }

  /** How many units to ask about ahead. */
  synchronized int window() {
    return answers.window();
  }

  synchronized boolean knows(Unit<?, ?> unit) {
    return answers.has(new Key(unit), since(unit));
  }

  private int since(Unit<?, ?> unit) {
    return unit.isOfMany() ? stepsAnywhere.get() : 0;
  }

  /** All that was answered ahead is too old: a step of a task of many hosts was made. */
  synchronized void tooOld() {
    answers.tooOld();
  }

  /**
   * The state of what a unit asks for: as it was answered ahead, or asked now together with others.
   *
   * @param ahead gives the units to ask about as well
   */
  @SuppressWarnings("unchecked") // The key holds an equal unit, so the reading is of its type.
  synchronized <S extends Record, T> Reading<T> look(Unit<S, T> unit, Ahead ahead) {
    streams.asked(host, remote, unit.as());
    if (unit.probe().questions().isEmpty()) {
      return unit.probe().read(List.of());
    }
    Optional<Reading<?>> known = answers.take(new Key(unit), since(unit));
    if (known.isPresent()) {
      return (Reading<T>) known.get();
    }
    List<Unit<?, ?>> units = new ArrayList<>();
    units.add(unit);
    units.addAll(ahead.units(answers.window(), Optional.empty()));
    ask(units);
    return (Reading<T>) answers.take(new Key(unit), 0).orElseThrow();
  }

  /** The units that will have their turn next. */
  @FunctionalInterface
  interface Ahead {
    /**
     * @param most how many at most
     * @param only those of this user alone, when given
     */
    List<Unit<?, ?>> units(int most, Optional<RunAs> only);
  }

  private void ask(List<Unit<?, ?>> units) {
    Map<RunAs, List<Unit<?, ?>>> byUser = new LinkedHashMap<>();
    units.forEach(unit -> byUser.computeIfAbsent(unit.as(), _ -> new ArrayList<>()).add(unit));
    Map<RunAs, Probe<?>> riding = new HashMap<>();
    List<Request> requests = new ArrayList<>();
    byUser.forEach(
        (as, asked) -> {
          List<Command> questions = new ArrayList<>();
          asked.forEach(unit -> questions.addAll(unit.questions()));
          Probe<?> rider = riders.remove(as);
          if (rider != null) {
            riding.put(as, rider);
            questions.addAll(rider.questions());
          }
          requests.add(Request.ask(as, questions));
        });
    int asOf = stepsAnywhere.get();
    List<Reply> replies = sendAgainWhenLost(requests);
    int next = 0;
    for (Map.Entry<RunAs, List<Unit<?, ?>>> entry : byUser.entrySet()) {
      List<Exec> endings = replies.get(next++).answers();
      int used = keep(entry.getValue(), endings, 0, asOf);
      Probe<?> rider = riding.get(entry.getKey());
      if (rider != null) {
        ridersRead.put(entry.getKey(), rider.read(endings.subList(used, endings.size())));
      }
    }
  }

  private int keep(List<Unit<?, ?>> units, List<Exec> endings, int from, int asOf) {
    int used = from;
    for (Unit<?, ?> unit : units) {
      int count = unit.probe().questions().size();
      answers.keep(new Key(unit), unit.probe().read(endings.subList(used, used + count)), asOf);
      used += count;
    }
    return used;
  }

  /**
   * Carries out steps and, behind them in the same round trip, looks at the unit again and at those
   * whose turn comes next.
   *
   * @param lookAfter whether the unit is looked at again
   */
  synchronized <S extends Record, T> Done<T> tell(
      Unit<S, T> unit, List<Step> steps, boolean lookAfter, Ahead ahead) {
    answers.tooOld();
    List<Unit<?, ?>> next = ahead.units(answers.window(), Optional.of(unit.as()));
    List<Command> questions = new ArrayList<>();
    if (lookAfter) {
      questions.addAll(unit.questions());
    }
    int own = questions.size();
    next.forEach(other -> questions.addAll(other.questions()));
    // These steps count as made before the questions behind them; any other's that end meanwhile
    // do not.
    int asOf = stepsAnywhere.get() + 1;
    streams.asked(host, remote, unit.as());
    Reply reply;
    try {
      reply = streams.send(new Request(unit.as(), steps, questions), this::sendAfresh, remote);
    } finally {
      stepsAnywhere.incrementAndGet();
    }
    if (reply.answers().isEmpty()) {
      return new Done<>(
          reply.steps(),
          lookAfter && questions.isEmpty()
              ? Optional.of(unit.probe().read(List.of()))
              : Optional.empty());
    }
    keep(next, reply.answers(), own, asOf);
    return new Done<>(
        reply.steps(),
        lookAfter
            ? Optional.of(unit.probe().read(reply.answers().subList(0, own)))
            : Optional.empty());
  }

  /** Tells without looking; what was answered ahead stays as it is. For plumb's own bookkeeping. */
  synchronized List<Exec> bookkeep(RunAs as, List<Step> steps) {
    return send(List.of(new Request(as, steps, List.of()))).getFirst().steps();
  }

  /** Asks without keeping. */
  synchronized <T> Reading<T> ask(RunAs as, Probe<T> probe) {
    return probe.read(
        sendAgainWhenLost(List.of(Request.ask(as, probe.questions()))).getFirst().answers());
  }

  /** Questions may be asked again: they change nothing. One new connection is tried. */
  private List<Reply> sendAgainWhenLost(List<Request> questions) {
    List<Reply> replies = send(questions);
    boolean lost =
        replies.stream()
            .flatMap(reply -> reply.answers().stream())
            .anyMatch(Exec.Lost.class::isInstance);
    return lost && !interruption.wanted() ? send(questions) : replies;
  }

  private Reply sendAfresh(Request request) {
    return Afresh.send(request, whole -> send(List.of(whole)).getFirst(), remote, interruption);
  }

  private List<Reply> send(List<Request> requests) {
    Hands.waits();
    interruption.begins(remote);
    try {
      return remote.send(requests);
    } finally {
      interruption.ended(remote);
    }
  }
}
