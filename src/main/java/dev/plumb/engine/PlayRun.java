package dev.plumb.engine;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.module.ClusterModule;
import dev.plumb.playbook.Conduct;
import dev.plumb.playbook.Play;
import dev.plumb.remote.UnreachableException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One play: each task in order on all its hosts at once, the next only when the last host has ended
 * it; then the handlers that were notified.
 */
final class PlayRun {

  private final Casting.Cast cast;
  private final Play play;
  private final List<Turn> turns;
  private final List<Turn> handlers;
  private final List<HostRun> hosts;
  private final RunContext run;
  private final HandlerNotes notes;

  private int outBefore;
  private boolean stopped;
  private boolean ended;

  /**
   * @param hosts a batch of the play's
   */
  PlayRun(Casting.Cast cast, List<HostRun> hosts, RunContext run) {
    this.cast = cast;
    this.play = cast.play();
    this.turns = cast.turns();
    this.handlers = new ArrayList<>(Turn.of(play, play.handlers()));
    this.hosts = hosts;
    this.run = run;
    this.notes = new HandlerNotes(turns, handlers, run);
  }

  Casting.Cast cast() {
    return cast;
  }

  List<HostRun> hosts() {
    return hosts;
  }

  /** Whether the rest of the play, other batches too, is not to be done. */
  boolean ended() {
    return ended;
  }

  /** Whether so much failed that nothing more is to be done on any host. */
  boolean stopped() {
    return stopped;
  }

  /**
   * @param moreBatches whether the play goes on with other hosts
   */
  void run(boolean moreBatches) {
    run.journal()
        .tell(
            new Event.PlayStarted(
                play.name(), play.place(), hosts.stream().map(HostRun::name).toList()));
    outBefore = countOut();
    if (play.rollout().free()) {
      runFreely();
    } else {
      turns.forEach(turn -> next(turn, hosts));
    }
    int failed = countOut() - outBefore;
    // As in Ansible: a batch that failed as a whole is the last.
    stopped |= moreBatches && failed > 0 && countOut() == hosts.size();
    if (!handlers.isEmpty() && (!stopped || play.rollout().forceHandlers())) {
      runHandlers(host -> play.rollout().forceHandlers() ? !host.unreachable() : host.isIn());
    }
  }

  private void next(Turn turn, List<HostRun> among) {
    // Hosts that failed still tidy up behind them.
    run(turn, hosts(host -> among.contains(host) && host.runs(turn) && (!stopped || host.out())));
    stopped |= mustStop(turn);
  }

  private int countOut() {
    return (int) hosts.stream().filter(HostRun::out).count();
  }

  private boolean mustStop(Turn turn) {
    int failed = countOut() - outBefore;
    Conduct conduct = turn.task().conduct();
    return failed > 0
        && (conduct.anyErrorsFatal()
            || conduct.runOnce()
            || cast.most()
                .filter(
                    most ->
                        BigDecimal.valueOf(100L * failed)
                                .compareTo(most.multiply(BigDecimal.valueOf(hosts.size())))
                            > 0)
                .isPresent());
  }

  /** Each host at its own pace, but all together where a task is for all of them at once. */
  private void runFreely() {
    int from = 0;
    while (from < turns.size() && !stopped) {
      int to = from;
      while (to < turns.size() && !isForAll(turns.get(to))) {
        to++;
      }
      List<Turn> own = turns.subList(from, to);
      own.forEach(
          turn ->
              hosts(host -> host.runs(turn)).stream()
                  .findFirst()
                  .ifPresent(first -> starts(turn, first)));
      run.hands().atOnce(hosts(host -> !host.unreachable()), host -> runAlone(own, host));
      stopped = own.stream().anyMatch(turn -> mustStop(turn));
      if (to < turns.size() && !stopped) {
        Turn turn = turns.get(to);
        run(turn, hosts(host -> host.runs(turn)));
        stopped = mustStop(turn);
      }
      from = to + 1;
    }
  }

  private boolean isForAll(Turn turn) {
    return isOnce(turn)
        || Meta.of(turn.task()).isPresent()
        || Enrolling.does(turn.task())
        || turn.task().include().isPresent()
        || run.preparer().ofMany(turn).isPresent();
  }

  private static boolean isOnce(Turn turn) {
    return turn.task().conduct().runOnce() || Enrolling.isOnceForAll(turn.task());
  }

  private void runAlone(List<Turn> own, HostRun host) {
    for (Turn turn : own) {
      if (host.runs(turn) && !run.interruption().wanted()) {
        host.enters(turn);
        new TaskRun(new HostTask(turn, host, run, handlers)).run();
      }
    }
  }

  private void runHandlers(Predicate<HostRun> reached) {
    if (handlers.isEmpty()) {
      return;
    }
    run.hands().inTurn(hosts(reached), host -> reaching(host, () -> notes.takeUp(host)));
    for (Turn handler : handlers) {
      List<HostRun> notified = hosts(reached.and(host -> host.isNotified(handler)));
      // What hosts have together needs all of them, whoever called for it.
      run(
          handler,
          notified.isEmpty() || run.preparer().ofMany(handler).isEmpty()
              ? notified
              : hosts(reached));
    }
    run.hands().inTurn(hosts(reached), host -> reaching(host, () -> notes.takeAway(host)));
  }

  /** The hosts of a kind, as long as nobody wants the run to stop. */
  private List<HostRun> hosts(Predicate<HostRun> which) {
    return run.interruption().wanted() ? List.of() : hosts.stream().filter(which).toList();
  }

  private void starts(Turn turn, HostRun first) {
    run.journal()
        .tell(
            new Event.TaskStarted(
                run.preparer().name(turn, first.vars()),
                turn.task().module(),
                turn.task().place()));
  }

  private void run(Turn turn, List<HostRun> on) {
    if (on.isEmpty()) {
      return;
    }
    Optional<Meta> meta = Meta.of(turn.task());
    if (meta.isPresent()) {
      steer(meta.get(), on.stream().filter(host -> isChosen(turn, host)).toList());
      return;
    }
    if (!run.guidance().wants().test(run.preparer().name(turn, on.getFirst().vars()))) {
      return;
    }
    starts(turn, on.getFirst());
    on.forEach(host -> host.enters(turn));
    Optional<ClusterModule<?, ?>> ofMany = run.preparer().ofMany(turn);
    if (ofMany.isPresent()) {
      new ClusterTaskRun(
              turn,
              ofMany.get(),
              on.stream().map(host -> new HostTask(turn, host, run, handlers)).toList(),
              notLookedAt(turn),
              run)
          .run();
    } else if (isOnce(turn)) {
      HostRun first = on.getFirst();
      follow(turn, runEach(turn, List.of(first)));
      turn.sets().forEach(name -> first.vars().copy(name, on));
    } else {
      follow(turn, runEach(turn, on));
    }
  }

  private List<HostTask> runEach(Turn turn, List<HostRun> on) {
    List<HostTask> tasks =
        on.stream().map(host -> new HostTask(turn, host, run, handlers)).toList();
    int most = throttle(turn, on);
    for (int from = 0; from < tasks.size(); from += most) {
      run.hands()
          .inTurn(
              tasks.subList(from, Math.min(tasks.size(), from + most)),
              task -> new TaskRun(task).run());
    }
    return tasks;
  }

  /** What a task does to the run itself, now that all hosts have ended it. */
  private void follow(Turn turn, List<HostTask> tasks) {
    if (Enrolling.does(turn.task())) {
      run.membership().enrol(tasks);
    }
    if (turn.task().include().isPresent()) {
      for (Inclusion inclusion : Inclusion.of(tasks, run)) {
        inclusion.what().handlers().stream().filter(this::isNew).forEach(handlers::add);
        inclusion.what().turns().forEach(each -> next(each, inclusion.hosts()));
      }
    }
  }

  /** Whether no other use of a role has brought the handler in. */
  private boolean isNew(Turn handler) {
    return handlers.stream().noneMatch(known -> known.task().equals(handler.task()));
  }

  /**
   * The hosts that have a task of many hosts all the same: those that failed, those of other
   * batches, and those that the limit leaves out. Not to know of them is to take them for unwanted.
   */
  private List<HostRun> notLookedAt(Turn turn) {
    return Stream.of(
            hosts.stream().filter(host -> host.misses(turn)),
            cast.hosts().stream().filter(host -> !hosts.contains(host)),
            cast.leftOut().stream())
        .flatMap(each -> each)
        .toList();
  }

  /** Whether {@code when} of a task that steers the play holds on a host. */
  private boolean isChosen(Turn turn, HostRun host) {
    boolean[] chosen = {false};
    reaching(
        host,
        () ->
            chosen[0] =
                new HostTask(turn, host, run, handlers).prepare().items().getFirst()
                    instanceof Prepared.Item.Ready);
    return chosen[0];
  }

  /**
   * @param on the hosts on which its condition holds
   */
  private void steer(Meta meta, List<HostRun> on) {
    if (on.isEmpty()) {
      return;
    }
    switch (meta) {
      case FLUSH_HANDLERS -> runHandlers(on::contains);
      case END_PLAY -> {
        hosts.forEach(HostRun::leave);
        ended = true;
      }
      case END_BATCH -> hosts.forEach(HostRun::leave);
      case END_HOST -> on.forEach(HostRun::leave);
      case CLEAR_HOST_ERRORS -> hosts.forEach(HostRun::forgive);
      case REFRESH_INVENTORY -> run.membership().renew();
      case CLEAR_FACTS -> on.forEach(host -> host.vars().forgetFacts());
      case NOOP -> {}
    }
  }

  private int throttle(Turn turn, List<HostRun> on) {
    int most =
        turn.task()
            .conduct()
            .throttle()
            .map(value -> run.preparer().render(value, turn, on.getFirst().vars(), Map.of()))
            .filter(value -> value.toString().matches("[0-9]{1,6}"))
            .map(value -> Integer.parseInt(value.toString()))
            .orElse(0);
    return most == 0 ? on.size() : most;
  }

  /** Lets the question about notes ride along with the first questions that are sent. */
  void askForNotes() {
    hosts.forEach(notes::ask);
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
}
