package dev.plumb.engine.task;

import dev.plumb.engine.event.Status;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.remote.Exec;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Step;
import java.util.List;

/**
 * The handlers that a change of one unit calls for, and the notes about them on its host. Whether a
 * change counts is judged only after it was made, so a note that turns out to be for nothing is
 * taken away again. Used by one thread at a time.
 */
final class Notification {

  private final List<TaskInstance> handlers;
  private final HostRun host;
  private final RunAs as;

  private boolean written;
  private List<String> newMarkers = List.of();

  /**
   * @param as the user that makes the changes, and so keeps the notes
   */
  Notification(List<TaskInstance> handlers, HostRun host, RunAs as) {
    this.handlers = handlers;
    this.host = host;
    this.as = as;
  }

  /**
   * The steps to make before a change: none when there is nothing to note, or it is noted.
   *
   * @param elsewhere whether the change is made on another host: the note is then written at once
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

  /** How {@link #markerSteps} ended; notes that were there before belong to an earlier change. */
  void markersWritten(List<Exec> endings) {
    if (!endings.isEmpty()) {
      written = true;
      newMarkers =
          endings.getFirst() instanceof Exec.Exited exited
              ? exited.out().lines().toList()
              : newMarkers;
    }
  }

  /** What the change came to in the end. */
  void settle(Status judged) {
    if (judged == Status.CHANGED) {
      handlers.forEach(handler -> host.notify(handler, as));
    } else if (judged == Status.OK && !newMarkers.isEmpty()) {
      host.session().executeBookkeeping(as, List.of(HandlerMarkers.remove(newMarkers)));
    }
  }
}
