package dev.plumb.engine;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.task.ClusterTaskRun;
import dev.plumb.engine.task.HandlerRecovery;
import dev.plumb.engine.task.HostRun;
import dev.plumb.engine.task.HostTask;
import dev.plumb.engine.task.RunContext;
import dev.plumb.engine.task.TaskInclusion;
import dev.plumb.engine.task.TaskRun;
import dev.plumb.engine.vars.InventoryChanges;
import dev.plumb.engine.vars.MetaAction;
import dev.plumb.module.ClusterModule;
import dev.plumb.playbook.ExecutionOptions;
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

  private final PlayTargets.PlayTarget target;
  private final Play play;
  private final List<TaskInstance> turns;
  private final List<TaskInstance> handlers;
  private final List<HostRun> hosts;
  private final RunContext run;
  private final HandlerRecovery recovery;

  private int failedBefore;
  private boolean isStopped;
  private boolean playEnded;

  /**
   * @param hosts a batch of the play's
   */
  PlayRun(PlayTargets.PlayTarget cast, List<HostRun> hosts, RunContext run) {
    this.target = cast;
    this.play = cast.play();
    this.turns = cast.tasks();
    this.handlers = new ArrayList<>(TaskInstance.of(play, play.handlers()));
    this.hosts = hosts;
    this.run = run;
    this.recovery = new HandlerRecovery(turns, handlers, run);
  }

  PlayTargets.PlayTarget target() {
    return target;
  }

  List<HostRun> hosts() {
    return hosts;
  }

  /** Whether the rest of the play, other batches too, is not to be done. */
  boolean playEnded() {
    return playEnded;
  }

  /** Whether so much failed that nothing more is to be done on any host. */
  boolean isStopped() {
    return isStopped;
  }

  /**
   * @param moreBatches whether the play goes on with other hosts
   */
  void run(boolean moreBatches) {
    run.events()
        .publish(
            new Event.PlayStarted(
                play.name(), play.place(), hosts.stream().map(HostRun::name).toList()));
    failedBefore = countFailed();
    if (play.rollout().free()) {
      runFree();
    } else {
      turns.forEach(turn -> runNext(turn, hosts));
    }
    int failed = countFailed() - failedBefore;
    // As in Ansible: a batch that failed as a whole is the last.
    isStopped |= moreBatches && failed > 0 && countFailed() == hosts.size();
    if (!handlers.isEmpty() && (!isStopped || play.rollout().forceHandlers())) {
      runHandlers(host -> play.rollout().forceHandlers() ? !host.isUnreachable() : host.isActive());
    }
  }

  private void runNext(TaskInstance turn, List<HostRun> among) {
    // Hosts that failed still tidy up behind them.
    run(
        turn,
        hosts(
            host ->
                among.contains(host) && host.shouldRun(turn) && (!isStopped || host.isFailed())));
    isStopped |= mustStop(turn);
  }

  private int countFailed() {
    return (int) hosts.stream().filter(HostRun::isFailed).count();
  }

  private boolean mustStop(TaskInstance turn) {
    int failed = countFailed() - failedBefore;
    ExecutionOptions conduct = turn.task().conduct();
    return failed > 0
        && (conduct.anyErrorsFatal()
            || conduct.runOnce()
            || target
                .maxFailPercentage()
                .filter(
                    most ->
                        BigDecimal.valueOf(100L * failed)
                                .compareTo(most.multiply(BigDecimal.valueOf(hosts.size())))
                            > 0)
                .isPresent());
  }

  /** Each host at its own pace, but all together where a task is for all of them at once. */
  private void runFree() {
    int from = 0;
    while (from < turns.size() && !isStopped) {
      int to = from;
      while (to < turns.size() && !needsAllHosts(turns.get(to))) {
        to++;
      }
      List<TaskInstance> own = turns.subList(from, to);
      own.forEach(
          turn ->
              hosts(host -> host.shouldRun(turn)).stream()
                  .findFirst()
                  .ifPresent(first -> publishTaskStarted(turn, first)));
      run.executor()
          .runConcurrently(hosts(host -> !host.isUnreachable()), host -> runOnHost(own, host));
      isStopped = own.stream().anyMatch(turn -> mustStop(turn));
      if (to < turns.size() && !isStopped) {
        TaskInstance turn = turns.get(to);
        run(turn, hosts(host -> host.shouldRun(turn)));
        isStopped = mustStop(turn);
      }
      from = to + 1;
    }
  }

  private boolean needsAllHosts(TaskInstance turn) {
    return isOnce(turn)
        || MetaAction.of(turn.task()).isPresent()
        || InventoryChanges.isMadeBy(turn.task())
        || turn.task().include().isPresent()
        || run.preparer().clusterModule(turn).isPresent();
  }

  private static boolean isOnce(TaskInstance turn) {
    return turn.task().conduct().runOnce() || InventoryChanges.runsOncePerPlay(turn.task());
  }

  private void runOnHost(List<TaskInstance> own, HostRun host) {
    for (TaskInstance turn : own) {
      if (host.shouldRun(turn) && !run.interruption().isRequested()) {
        host.enter(turn);
        new TaskRun(new HostTask(turn, host, run, handlers)).run();
      }
    }
  }

  private void runHandlers(Predicate<HostRun> reached) {
    if (handlers.isEmpty()) {
      return;
    }
    run.executor()
        .runUntilBlocked(
            hosts(reached),
            host -> catchingUnreachable(host, () -> recovery.restoreNotifications(host)));
    for (TaskInstance handler : handlers) {
      List<HostRun> notified = hosts(reached.and(host -> host.isNotified(handler)));
      // What hosts have together needs all of them, whoever called for it.
      run(
          handler,
          notified.isEmpty() || run.preparer().clusterModule(handler).isEmpty()
              ? notified
              : hosts(reached));
    }
    run.executor()
        .runUntilBlocked(
            hosts(reached), host -> catchingUnreachable(host, () -> recovery.removeMarkers(host)));
  }

  /** The hosts of a kind, as long as nobody wants the run to stop. */
  private List<HostRun> hosts(Predicate<HostRun> which) {
    return run.interruption().isRequested() ? List.of() : hosts.stream().filter(which).toList();
  }

  private void publishTaskStarted(TaskInstance turn, HostRun first) {
    run.events()
        .publish(
            new Event.TaskStarted(
                run.preparer().name(turn, first.vars()),
                turn.task().module(),
                turn.task().place()));
  }

  private void run(TaskInstance turn, List<HostRun> on) {
    if (on.isEmpty()) {
      return;
    }
    Optional<MetaAction> meta = MetaAction.of(turn.task());
    if (meta.isPresent()) {
      runMeta(meta.get(), on.stream().filter(host -> conditionHolds(turn, host)).toList());
      return;
    }
    if (!run.taskFilter().accepts().test(run.preparer().name(turn, on.getFirst().vars()))) {
      return;
    }
    publishTaskStarted(turn, on.getFirst());
    on.forEach(host -> host.enter(turn));
    Optional<ClusterModule<?, ?>> ofMany = run.preparer().clusterModule(turn);
    if (ofMany.isPresent()) {
      new ClusterTaskRun(
              turn,
              ofMany.get(),
              on.stream().map(host -> new HostTask(turn, host, run, handlers)).toList(),
              hostsNotProbed(turn),
              run)
          .run();
    } else if (isOnce(turn)) {
      HostRun first = on.getFirst();
      applyEffects(turn, runEach(turn, List.of(first)));
      turn.variablesSet().forEach(name -> first.vars().copy(name, on));
    } else {
      applyEffects(turn, runEach(turn, on));
    }
  }

  private List<HostTask> runEach(TaskInstance turn, List<HostRun> on) {
    List<HostTask> tasks =
        on.stream().map(host -> new HostTask(turn, host, run, handlers)).toList();
    int most = throttle(turn, on);
    for (int from = 0; from < tasks.size(); from += most) {
      run.executor()
          .runUntilBlocked(
              tasks.subList(from, Math.min(tasks.size(), from + most)),
              task -> new TaskRun(task).run());
    }
    return tasks;
  }

  /** What a task does to the run itself, now that all hosts have ended it. */
  private void applyEffects(TaskInstance turn, List<HostTask> tasks) {
    if (InventoryChanges.isMadeBy(turn.task())) {
      run.inventoryUpdater().addHosts(tasks);
    }
    if (turn.task().include().isPresent()) {
      for (TaskInclusion inclusion : TaskInclusion.of(tasks, run)) {
        inclusion.included().handlers().stream().filter(this::isNew).forEach(handlers::add);
        inclusion.included().turns().forEach(each -> runNext(each, inclusion.hosts()));
      }
    }
  }

  /** Whether no other use of a role has brought the handler in. */
  private boolean isNew(TaskInstance handler) {
    return handlers.stream().noneMatch(known -> known.task().equals(handler.task()));
  }

  /**
   * The hosts that have a task of many hosts all the same: those that failed, those of other
   * batches, and those that the limit leaves out. Not to know of them is to take them for unwanted.
   */
  private List<HostRun> hostsNotProbed(TaskInstance turn) {
    return Stream.of(
            hosts.stream().filter(host -> host.isSkippedByFailure(turn)),
            target.hosts().stream().filter(host -> !hosts.contains(host)),
            target.outsideLimit().stream())
        .flatMap(each -> each)
        .toList();
  }

  /** Whether {@code when} of a task that steers the play holds on a host. */
  private boolean conditionHolds(TaskInstance turn, HostRun host) {
    boolean[] chosen = {false};
    catchingUnreachable(
        host,
        () ->
            chosen[0] =
                new HostTask(turn, host, run, handlers).prepare().items().getFirst()
                    instanceof PreparedTask.Item.Ready);
    return chosen[0];
  }

  /**
   * @param on the hosts on which its condition holds
   */
  private void runMeta(MetaAction meta, List<HostRun> on) {
    if (on.isEmpty()) {
      return;
    }
    switch (meta) {
      case FLUSH_HANDLERS -> runHandlers(on::contains);
      case END_PLAY -> {
        hosts.forEach(HostRun::endPlay);
        playEnded = true;
      }
      case END_BATCH -> hosts.forEach(HostRun::endPlay);
      case END_HOST -> on.forEach(HostRun::endPlay);
      case CLEAR_HOST_ERRORS -> hosts.forEach(HostRun::clearErrors);
      case REFRESH_INVENTORY -> run.inventoryUpdater().refresh();
      case CLEAR_FACTS -> on.forEach(host -> host.vars().clearFacts());
      case NOOP -> {}
    }
  }

  private int throttle(TaskInstance turn, List<HostRun> on) {
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
  void probeMarkers() {
    hosts.forEach(recovery::probeMarkers);
  }

  /** A host that is lost between tasks is out like one that is lost within one. */
  private void catchingUnreachable(HostRun host, Runnable work) {
    try {
      work.run();
    } catch (UnreachableException e) {
      host.count(Status.UNREACHABLE, false);
      run.events().publish(new Event.Warned(e.reason()));
    }
  }
}
