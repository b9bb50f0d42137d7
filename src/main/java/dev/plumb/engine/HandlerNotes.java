package dev.plumb.engine;

import dev.plumb.remote.RunAs;
import dev.plumb.state.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The notes on hosts about a play's handlers that are still to run. */
final class HandlerNotes {

  private final List<Turn> turns;
  private final List<Turn> handlers;
  private final RunContext run;

  /**
   * @param handlers of the play; more may come in while it runs
   */
  HandlerNotes(List<Turn> turns, List<Turn> handlers, RunContext run) {
    this.turns = turns;
    this.handlers = handlers;
    this.run = run;
  }

  /** The users whose notes may call for a handler of this play. */
  private List<RunAs> noteKeepers(HostRun host) {
    return turns.stream()
        .flatMap(Turn::withIncluded)
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
  void ask(HostRun host) {
    noteKeepers(host).forEach(as -> host.line().rides(as, PendingHandlers.probe()));
  }

  /** Handlers that an earlier run owes are notified as if this one did it. */
  void takeUp(HostRun host) {
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

  void takeAway(HostRun host) {
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
