package dev.plumb.engine;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.module.ClusterModule;
import dev.plumb.playbook.Play;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.UnreachableException;
import dev.plumb.state.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One play: each task in order on all its hosts at once, the next only when the last host has ended
 * it; then the handlers that were notified.
 */
final class PlayRun {

  private final Play play;
  private final List<Turn> turns;
  private final List<Turn> handlers;
  private final List<HostRun> hosts;
  private final RunContext run;

  PlayRun(Play play, List<Turn> turns, List<HostRun> hosts, RunContext run) {
    this.play = play;
    this.turns = turns;
    this.handlers = Turn.of(play, play.handlers());
    this.hosts = hosts;
    this.run = run;
  }

  void run() {
    run.journal()
        .tell(
            new Event.PlayStarted(
                play.name(), play.place(), hosts.stream().map(HostRun::name).toList()));
    for (Turn turn : turns) {
      run(turn, hosts(host -> host.runs(turn)));
    }
    if (!handlers.isEmpty()) {
      run.onAll(alive(), host -> reaching(host, () -> takeUpNotes(host)));
      for (Turn handler : handlers) {
        List<HostRun> notified = hosts(host -> !host.out() && host.isNotified(handler));
        // What hosts have together needs all of them, whoever called for it.
        run(
            handler,
            notified.isEmpty() || run.preparer().ofMany(handler).isEmpty() ? notified : alive());
      }
      run.onAll(alive(), host -> reaching(host, () -> takeAwayNotes(host)));
    }
  }

  /** The hosts that the rest of the play is for, as long as nobody wants it to stop. */
  private List<HostRun> alive() {
    return hosts(host -> !host.out());
  }

  private List<HostRun> hosts(Predicate<HostRun> which) {
    return run.interruption().wanted() ? List.of() : hosts.stream().filter(which).toList();
  }

  private void run(Turn turn, List<HostRun> on) {
    if (on.isEmpty()) {
      return;
    }
    run.journal()
        .tell(
            new Event.TaskStarted(
                run.preparer().name(turn, on.getFirst().vars()),
                turn.task().module(),
                turn.task().place()));
    on.forEach(host -> host.enters(turn));
    Optional<ClusterModule<?, ?>> ofMany = run.preparer().ofMany(turn);
    if (ofMany.isPresent()) {
      new ClusterTaskRun(
              turn,
              ofMany.get(),
              on.stream().map(host -> new HostTask(turn, host, run, handlers)).toList(),
              hosts.stream().filter(host -> host.misses(turn)).toList(),
              run)
          .run();
    } else {
      run.onAll(on, host -> new TaskRun(new HostTask(turn, host, run, handlers)).run());
    }
  }

  /** The users whose notes may call for a handler of this play. */
  private List<RunAs> noteKeepers(HostRun host) {
    return turns.stream()
        .filter(turn -> !turn.task().notifies().isEmpty())
        .flatMap(turn -> host.prepare(turn).items().stream())
        .flatMap(
            item ->
                item instanceof Prepared.Item.Ready(Unit<?, ?> unit)
                    ? Stream.of(unit.as())
                    : Stream.empty())
        .distinct()
        .toList();
  }

  /** Lets the question about notes ride along with the first questions that are sent. */
  void askForNotes() {
    for (HostRun host : hosts) {
      noteKeepers(host).forEach(as -> host.line().rides(as, PendingHandlers.probe()));
    }
  }

  /** Handlers that an earlier run owes are notified as if this one did it. */
  private void takeUpNotes(HostRun host) {
    for (RunAs as : noteKeepers(host)) {
      // Notes of this run are known without them: what could not be read was not promised.
      if (host.line().rode(as, PendingHandlers.probe())
          instanceof Reading.Observed<?>(Set<?> notes)) {
        handlers.stream()
            .filter(handler -> notes.contains(PendingHandlers.note(handler.task())))
            .forEach(handler -> host.notify(handler, as));
      }
    }
  }

  /** A host that is lost between tasks is out like one that is lost within one. */
  private void reaching(HostRun host, Runnable work) {
    try {
      work.run();
    } catch (UnreachableException e) {
      host.count(Status.UNREACHABLE, false);
      run.journal().tell(new Event.Warned(e.reason()));
    }
  }

  private void takeAwayNotes(HostRun host) {
    Map<RunAs, List<String>> done = new LinkedHashMap<>();
    for (Turn handler : handlers) {
      host.handled(handler)
          .forEach(
              as ->
                  done.computeIfAbsent(as, _ -> new ArrayList<>())
                      .add(PendingHandlers.note(handler.task())));
    }
    if (!run.checks()) {
      done.forEach(
          (as, notes) -> {
            host.line().bookkeep(as, List.of(PendingHandlers.takeAway(notes)));
            host.line().forgetRider(as);
          });
    }
  }
}
