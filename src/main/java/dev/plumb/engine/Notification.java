package dev.plumb.engine;

import dev.plumb.engine.event.Status;
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

  private final List<Turn> handlers;
  private final HostRun host;
  private final RunAs as;

  private boolean written;
  private List<String> fresh = List.of();

  /**
   * @param as the user that makes the changes, and so keeps the notes
   */
  Notification(List<Turn> handlers, HostRun host, RunAs as) {
    this.handlers = handlers;
    this.host = host;
    this.as = as;
  }

  /**
   * The steps to make before a change: none when there is nothing to note, or it is noted.
   *
   * @param elsewhere whether the change is made on another host: the note is then written at once
   */
  List<Step> before(boolean elsewhere) {
    if (elsewhere) {
      List<Step> own = before(false);
      noted(own.isEmpty() ? List.of() : host.line().bookkeep(as, own));
      return List.of();
    }
    return handlers.isEmpty() || written
        ? List.of()
        : List.of(
            PendingHandlers.write(
                handlers.stream()
                    .map(handler -> PendingHandlers.note(handler.task()))
                    .distinct()
                    .toList()));
  }

  /** How {@link #before} ended; notes that were there before belong to an earlier change. */
  void noted(List<Exec> endings) {
    if (!endings.isEmpty()) {
      written = true;
      fresh =
          endings.getFirst() instanceof Exec.Exited exited ? exited.out().lines().toList() : fresh;
    }
  }

  /** What the change came to in the end. */
  void settle(Status judged) {
    if (judged == Status.CHANGED) {
      handlers.forEach(handler -> host.notify(handler, as));
    } else if (judged == Status.OK && !fresh.isEmpty()) {
      host.line().bookkeep(as, List.of(PendingHandlers.takeAway(fresh)));
    }
  }
}
