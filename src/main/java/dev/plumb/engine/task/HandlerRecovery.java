package dev.plumb.engine.task;

import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.remote.RunAs;
import dev.plumb.state.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Restores and removes the handler markers of a play on its hosts. */
public final class HandlerRecovery {

  private final List<TaskInstance> instances;
  private final List<TaskInstance> handlers;
  private final TaskContext context;

  /**
   * @param handlers those of the play; includes may add more
   */
  public HandlerRecovery(
      List<TaskInstance> instances, List<TaskInstance> handlers, TaskContext context) {
    this.instances = instances;
    this.handlers = handlers;
    this.context = context;
  }

  /** Returns the users whose markers may name a handler of this play. */
  private List<RunAs> markerOwners(HostRun host) {
    return instances.stream()
        .flatMap(TaskInstance::withIncluded)
        .filter(instance -> !instance.task().notifies().isEmpty())
        .flatMap(instance -> host.prepare(instance).items().stream())
        .flatMap(
            item ->
                item instanceof PreparedTask.Item.Ready(ModuleCall<?, ?> call)
                    ? Stream.of(call.runAs())
                    : Stream.empty())
        .distinct()
        .toList();
  }

  /** Lets the question about notes ride along with the first questions that are sent. */
  public void probeMarkers(HostRun host) {
    markerOwners(host).forEach(as -> host.session().piggyback(as, HandlerMarkers.probe()));
  }

  /** Notifies the handlers that an earlier run left pending. */
  public void restoreNotifications(HostRun host) {
    for (RunAs as : markerOwners(host)) {
      // The markers of this run are known anyway.
      if (host.session().piggybacked(as, HandlerMarkers.probe())
          instanceof Reading.Observed<?>(Set<?> notes)) {
        handlers.stream()
            .filter(handler -> notes.contains(HandlerMarkers.name(handler.task())))
            .forEach(handler -> host.notify(handler, as));
      }
    }
  }

  public void removeMarkers(HostRun host) {
    Map<RunAs, List<String>> done = new LinkedHashMap<>();
    for (TaskInstance handler : handlers) {
      host.clearNotified(handler)
          .forEach(
              as ->
                  done.computeIfAbsent(as, _ -> new ArrayList<>())
                      .add(HandlerMarkers.name(handler.task())));
    }
    if (!context.check()) {
      done.forEach(
          (as, notes) -> {
            host.session().executeBookkeeping(as, List.of(HandlerMarkers.remove(notes)));
            host.session().discardPiggybacked(as);
          });
    }
  }
}
