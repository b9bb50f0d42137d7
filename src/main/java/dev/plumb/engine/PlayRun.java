package dev.plumb.engine;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.task.ClusterTaskRun;
import dev.plumb.engine.task.HandlerRecovery;
import dev.plumb.engine.task.HostRun;
import dev.plumb.engine.task.HostTask;
import dev.plumb.engine.task.TaskContext;
import dev.plumb.engine.task.TaskInclusion;
import dev.plumb.engine.task.TaskRun;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.Effect;
import dev.plumb.module.ModuleTrait;
import dev.plumb.module.PlayAction;
import dev.plumb.playbook.Play;
import dev.plumb.remote.UnreachableException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Runs a play on one batch of its hosts: each task on all hosts before the next one, then the
 * notified handlers.
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
  private final BatchFailures failures;

  private boolean isStopped;
  private boolean playEnded;

  PlayRun(PlayTargets.PlayTarget target, List<HostRun> hosts, PlayContext shared) {
    this.target = target;
    this.play = target.play();
    this.instances = target.tasks();
    this.handlers = new ArrayList<>(TaskInstance.of(play, play.handlers()));
    this.hosts = hosts;
    this.shared = shared;
    this.context = shared.tasks();
    this.recovery = new HandlerRecovery(instances, handlers, context);
    this.failures = new BatchFailures(hosts, target.maxFailPercentage());
  }

  PlayTargets.PlayTarget target() {
    return target;
  }

  List<HostRun> hosts() {
    return hosts;
  }

  /** Returns whether the play ended early, for other batches as well. */
  boolean playEnded() {
    return playEnded;
  }

  /** Returns whether failures stop the run on all hosts. */
  boolean isStopped() {
    return isStopped;
  }

  /**
   * @param moreBatches whether the play continues with other hosts
   */
  void run(boolean moreBatches) {
    context
        .events()
        .publish(
            new Event.PlayStarted(
                play.name(), play.place(), hosts.stream().map(HostRun::name).toList()));
    failures.begin();
    if (play.rollout().free()) {
      runFree();
    } else {
      instances.forEach(instance -> runNext(instance, hosts));
    }
    // As in Ansible: a batch that failed as a whole is the last.
    isStopped |= moreBatches && failures.failedAsAWhole();
    if (!handlers.isEmpty() && (!isStopped || play.rollout().forceHandlers())) {
      runHandlers(host -> play.rollout().forceHandlers() ? !host.isUnreachable() : host.isActive());
    }
  }

  private void runNext(TaskInstance instance, List<HostRun> among) {
    // Failed hosts still run their always sections.
    run(
        instance,
        hosts(
            host ->
                among.contains(host)
                    && host.shouldRun(instance)
                    && (!isStopped || host.isFailed())));
    isStopped |= failures.stopPlay(instance);
  }

  /** Runs each host at its own pace, up to each task that needs all hosts. */
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
      isStopped = own.stream().anyMatch(instance -> failures.stopPlay(instance));
      if (to < instances.size() && !isStopped) {
        TaskInstance instance = instances.get(to);
        run(instance, hosts(host -> host.shouldRun(instance)));
        isStopped = failures.stopPlay(instance);
      }
      from = to + 1;
    }
  }

  private boolean needsAllHosts(TaskInstance instance) {
    return isOnce(instance)
        || instance.task().has(ModuleTrait.CONTROLS_PLAY)
        || instance.task().has(ModuleTrait.CHANGES_INVENTORY)
        || instance.task().include().isPresent()
        || context.preparer().clusterModule(instance).isPresent();
  }

  private static boolean isOnce(TaskInstance instance) {
    return instance.task().inherited().options().runOnce()
        || instance.task().has(ModuleTrait.ADDS_HOST);
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
      // A cluster module needs all hosts, whichever of them notified the handler.
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

  /** Returns the matching hosts, or none once an interruption is requested. */
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
                instance.task().location().place()));
  }

  private void run(TaskInstance instance, List<HostRun> on) {
    if (on.isEmpty()) {
      return;
    }
    if (instance.task().has(ModuleTrait.CONTROLS_PLAY)) {
      control(instance, on);
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

  /** Applies what a task does to the run itself, after all hosts have run it. */
  private void applyEffects(TaskInstance instance, List<HostTask> tasks) {
    if (instance.task().has(ModuleTrait.CHANGES_INVENTORY)) {
      shared.inventory().addHosts(tasks);
    }
    if (instance.task().include().isPresent()) {
      for (TaskInclusion inclusion : TaskInclusion.of(tasks, context.preparer())) {
        inclusion.included().handlers().stream().filter(this::isNew).forEach(handlers::add);
        inclusion.included().instances().forEach(each -> runNext(each, inclusion.hosts()));
      }
    }
  }

  /** Returns whether no earlier use of a role has added the handler. */
  private boolean isNew(TaskInstance handler) {
    return handlers.stream().noneMatch(known -> known.task().equals(handler.task()));
  }

  /**
   * Returns the hosts that have a cluster task but are not probed: failed hosts, hosts of other
   * batches, and hosts outside the limit. Without them a plan would take them for removed.
   */
  private List<HostRun> hostsNotProbed(TaskInstance instance) {
    return Stream.of(
            hosts.stream().filter(host -> host.isSkippedByFailure(instance)),
            target.hosts().stream().filter(host -> !hosts.contains(host)),
            target.outsideLimit().stream())
        .flatMap(each -> each)
        .toList();
  }

  /** Runs a task that controls the play, for the hosts on which its condition holds. */
  private void control(TaskInstance instance, List<HostRun> on) {
    Map<PlayAction, List<HostRun>> byAction = new EnumMap<>(PlayAction.class);
    for (HostRun host : on) {
      catchingUnreachable(
          host,
          () -> {
            if (new HostTask(instance, host, context, handlers).prepare().items().getFirst()
                instanceof PreparedTask.Item.Ready(ModuleCall<?, ?> call)) {
              for (Effect effect : call.effects()) {
                if (effect instanceof Effect.ControlPlay(PlayAction action)) {
                  byAction.computeIfAbsent(action, _ -> new ArrayList<>()).add(host);
                }
              }
            }
          });
    }
    byAction.forEach(this::control);
  }

  private void control(PlayAction action, List<HostRun> on) {
    switch (action) {
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
            .inherited()
            .options()
            .throttle()
            .map(
                value -> context.preparer().render(value, instance, on.getFirst().vars(), Map.of()))
            .filter(value -> value.toString().matches("[0-9]{1,6}"))
            .map(value -> Integer.parseInt(value.toString()))
            .orElse(0);
    return most == 0 ? on.size() : most;
  }

  /** Sends the probe of handler markers along with the first request. */
  void probeMarkers() {
    hosts.forEach(recovery::probeMarkers);
  }

  /** Counts a host as unreachable that is lost between tasks. */
  private void catchingUnreachable(HostRun host, Runnable work) {
    try {
      work.run();
    } catch (UnreachableException e) {
      host.count(Status.UNREACHABLE, false);
      context.events().publish(new Event.Warned(e.reason()));
    }
  }
}
