package dev.plumb.engine.task;

import dev.plumb.engine.event.Status;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import java.util.List;

/**
 * The handlers that a change of one call notifies, and their markers on its host. Whether a change
 * counts is decided only after it was made, so an unneeded marker is removed again. Used by one
 * thread at a time.
 */
final class Notification {

  private final List<TaskInstance> handlers;
  private final HostRun host;
  private final RunAs as;

  private boolean written;
  private List<String> newMarkers = List.of();

  /**
   * @param as the user that makes the changes and owns the markers
   */
  Notification(List<TaskInstance> handlers, HostRun host, RunAs as) {
    this.handlers = handlers;
    this.host = host;
    this.as = as;
  }

  /**
   * Returns the steps before a change that write the markers, if any are missing.
   *
   * @param elsewhere whether the change is made on another host, so that they are written now
   */
  List<Step> markerSteps(boolean elsewhere) {
    if (elsewhere) {
      List<Step> own = markerSteps(false);
      markersWritten(own.isEmpty() ? List.of() : host.session().executeBookkeeping(as, own));
      return List.of();
    }
    return handlers.isEmpty() || written
        ? List.of()
        : List.of(
            HandlerMarkers.write(
                handlers.stream()
                    .map(handler -> HandlerMarkers.name(handler.task()))
                    .distinct()
                    .toList()));
  }

  /** Records how {@link #markerSteps} ended; existing markers belong to an earlier change. */
  void markersWritten(List<Exec> endings) {
    if (!endings.isEmpty()) {
      written = true;
      newMarkers =
          endings.getFirst() instanceof Exec.Exited exited
              ? exited.out().lines().toList()
              : newMarkers;
    }
  }

  /** Notifies the handlers or removes their markers. */
  void settle(Status judged) {
    if (judged == Status.CHANGED) {
      handlers.forEach(handler -> host.notify(handler, as));
    } else if (judged == Status.OK && !newMarkers.isEmpty()) {
      host.session().executeBookkeeping(as, List.of(HandlerMarkers.remove(newMarkers)));
    }
  }
}
