package dev.plumb.engine;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.task.ClusterTaskRun;
import dev.plumb.engine.task.HandlerRecovery;
import dev.plumb.engine.task.HostRun;
import dev.plumb.engine.task.HostTask;
import dev.plumb.engine.task.TaskContext;
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
  private final List<TaskInstance> instances;
  private final List<TaskInstance> handlers;
  private final List<HostRun> hosts;
  private final PlayContext shared;
  private final TaskContext context;
  private final HandlerRecovery recovery;

  private int failedBefore;
  private boolean isStopped;
  private boolean playEnded;

  /**
   * @param hosts a batch of the play's
   */
  PlayRun(PlayTargets.PlayTarget target, List<HostRun> hosts, PlayContext shared) {
    this.target = target;
    this.play = target.play();
    this.instances = target.tasks();
    this.handlers = new ArrayList<>(TaskInstance.of(play, play.handlers()));
    this.hosts = hosts;
    this.shared = shared;
    this.context = shared.tasks();
    this.recovery = new HandlerRecovery(instances, handlers, context);
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
    context
        .events()
        .publish(
            new Event.PlayStarted(
                play.name(), play.place(), hosts.stream().map(HostRun::name).toList()));
    failedBefore = countFailed();
    if (play.rollout().free()) {
      runFree();
    } else {
      instances.forEach(instance -> runNext(instance, hosts));
    }
    int failed = countFailed() - failedBefore;
    // As in Ansible: a batch that failed as a whole is the last.
    isStopped |= moreBatches && failed > 0 && countFailed() == hosts.size();
    if (!handlers.isEmpty() && (!isStopped || play.rollout().forceHandlers())) {
      runHandlers(host -> play.rollout().forceHandlers() ? !host.isUnreachable() : host.isActive());
    }
  }

  private void runNext(TaskInstance instance, List<HostRun> among) {
    // Hosts that failed still tidy up behind them.
    run(
        instance,
        hosts(
            host ->
                among.contains(host)
                    && host.shouldRun(instance)
                    && (!isStopped || host.isFailed())));
    isStopped |= mustStop(instance);
  }

  private int countFailed() {
    return (int) hosts.stream().filter(HostRun::isFailed).count();
  }

  private boolean mustStop(TaskInstance instance) {
    int failed = countFailed() - failedBefore;
    ExecutionOptions conduct = instance.task().conduct();
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
    while (from < instances.size() && !isStopped) {
      int to = from;
      while (to < instances.size() && !needsAllHosts(instances.get(to))) {
        to++;
      }
      List<TaskInstance> own = instances.subList(from, to);
      own.forEach(
          instance ->
              hosts(host -> host.shouldRun(instance)).stream()
                  .findFirst()
                  .ifPresent(first -> publishTaskStarted(instance, first)));
      context
          .executor()
          .runConcurrently(hosts(host -> !host.isUnreachable()), host -> runOnHost(own, host));
      isStopped = own.stream().anyMatch(instance -> mustStop(instance));
      if (to < instances.size() && !isStopped) {
        TaskInstance instance = instances.get(to);
        run(instance, hosts(host -> host.shouldRun(instance)));
        isStopped = mustStop(instance);
      }
      from = to + 1;
    }
  }

  private boolean needsAllHosts(TaskInstance instance) {
    return isOnce(instance)
        || MetaAction.of(instance.task()).isPresent()
        || InventoryChanges.isMadeBy(instance.task())
        || instance.task().include().isPresent()
        || context.preparer().clusterModule(instance).isPresent();
  }

  private static boolean isOnce(TaskInstance instance) {
    return instance.task().conduct().runOnce() || InventoryChanges.runsOncePerPlay(instance.task());
  }

  private void runOnHost(List<TaskInstance> own, HostRun host) {
    for (TaskInstance instance : own) {
      if (host.shouldRun(instance) && !context.interruption().isRequested()) {
        host.enter(instance);
        new TaskRun(new HostTask(instance, host, context, handlers), shared.hosts()).run();
      }
    }
  }

  private void runHandlers(Predicate<HostRun> reached) {
    if (handlers.isEmpty()) {
      return;
    }
    context
        .executor()
        .runUntilBlocked(
            hosts(reached),
            host -> catchingUnreachable(host, () -> recovery.restoreNotifications(host)));
    for (TaskInstance handler : handlers) {
      List<HostRun> notified = hosts(reached.and(host -> host.isNotified(handler)));
      // What hosts have together needs all of them, whoever called for it.
      run(
          handler,
          notified.isEmpty() || context.preparer().clusterModule(handler).isEmpty()
              ? notified
              : hosts(reached));
    }
    context
        .executor()
        .runUntilBlocked(
            hosts(reached), host -> catchingUnreachable(host, () -> recovery.removeMarkers(host)));
  }

  /** The hosts of a kind, as long as nobody wants the run to stop. */
  private List<HostRun> hosts(Predicate<HostRun> which) {
    return context.interruption().isRequested() ? List.of() : hosts.stream().filter(which).toList();
  }

  private void publishTaskStarted(TaskInstance instance, HostRun first) {
    context
        .events()
        .publish(
            new Event.TaskStarted(
                context.preparer().name(instance, first.vars()),
                instance.task().module(),
                instance.task().place()));
  }

  private void run(TaskInstance instance, List<HostRun> on) {
    if (on.isEmpty()) {
      return;
    }
    Optional<MetaAction> meta = MetaAction.of(instance.task());
    if (meta.isPresent()) {
      runMeta(meta.get(), on.stream().filter(host -> conditionHolds(instance, host)).toList());
      return;
    }
    if (!shared.filter().accepts().test(context.preparer().name(instance, on.getFirst().vars()))) {
      return;
    }
    publishTaskStarted(instance, on.getFirst());
    on.forEach(host -> host.enter(instance));
    Optional<ClusterModule<?, ?>> ofMany = context.preparer().clusterModule(instance);
    if (ofMany.isPresent()) {
      new ClusterTaskRun(
              instance,
              ofMany.get(),
              on.stream().map(host -> new HostTask(instance, host, context, handlers)).toList(),
              hostsNotProbed(instance),
              shared.hosts(),
              context)
          .run();
    } else if (isOnce(instance)) {
      HostRun first = on.getFirst();
      applyEffects(instance, runEach(instance, List.of(first)));
      instance
          .variablesSet()
          .forEach(name -> first.vars().copy(name, on.stream().map(HostRun::vars).toList()));
    } else {
      applyEffects(instance, runEach(instance, on));
    }
  }

  private List<HostTask> runEach(TaskInstance instance, List<HostRun> on) {
    List<HostTask> tasks =
        on.stream().map(host -> new HostTask(instance, host, context, handlers)).toList();
    int most = throttle(instance, on);
    for (int from = 0; from < tasks.size(); from += most) {
      context
          .executor()
          .runUntilBlocked(
              tasks.subList(from, Math.min(tasks.size(), from + most)),
              task -> new TaskRun(task, shared.hosts()).run());
    }
    return tasks;
  }

  /** What a task does to the run itself, now that all hosts have ended it. */
  private void applyEffects(TaskInstance instance, List<HostTask> tasks) {
    if (InventoryChanges.isMadeBy(instance.task())) {
      shared.inventory().addHosts(tasks);
    }
    if (instance.task().include().isPresent()) {
      for (TaskInclusion inclusion : TaskInclusion.of(tasks, context.preparer())) {
        inclusion.included().handlers().stream().filter(this::isNew).forEach(handlers::add);
        inclusion.included().instances().forEach(each -> runNext(each, inclusion.hosts()));
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
  private List<HostRun> hostsNotProbed(TaskInstance instance) {
    return Stream.of(
            hosts.stream().filter(host -> host.isSkippedByFailure(instance)),
            target.hosts().stream().filter(host -> !hosts.contains(host)),
            target.outsideLimit().stream())
        .flatMap(each -> each)
        .toList();
  }

  /** Whether {@code when} of a task that steers the play holds on a host. */
  private boolean conditionHolds(TaskInstance instance, HostRun host) {
    boolean[] chosen = {false};
    catchingUnreachable(
        host,
        () ->
            chosen[0] =
                new HostTask(instance, host, context, handlers).prepare().items().getFirst()
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
      case REFRESH_INVENTORY -> shared.inventory().refresh();
      case CLEAR_FACTS -> on.forEach(host -> host.vars().clearFacts());
      case NOOP -> {}
    }
  }

  private int throttle(TaskInstance instance, List<HostRun> on) {
    int most =
        instance
            .task()
            .conduct()
            .throttle()
            .map(
                value -> context.preparer().render(value, instance, on.getFirst().vars(), Map.of()))
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
      context.events().publish(new Event.Warned(e.reason()));
    }
  }
}
