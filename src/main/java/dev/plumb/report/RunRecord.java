package dev.plumb.report;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.TaskResult;
import dev.plumb.value.HostName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The results of a run. A looped task has a row for each item and none for their summary. */
final class RunRecord {

  private final List<TaskResult> results = new ArrayList<>();
  private final Set<HostName> withItems = new HashSet<>();
  private Event.RunStarted started = new Event.RunStarted("", "", Instant.EPOCH);

  void add(Event event) {
    switch (event) {
      case Event.RunStarted start -> started = start;
      case Event.TaskEnded ended -> {
        if (isRow(ended)) {
          results.add(ended.result());
        }
      }
      case Event.PlayStarted _,
          Event.TaskStarted _,
          Event.HostBusy _,
          Event.Warned _,
          Event.RunEnded _ -> {}
    }
  }

  /** Whether a result is not just the summary of items. Must be called once for each event. */
  boolean isRow(Event.TaskEnded ended) {
    boolean sumOfItems = !ended.isItem() && withItems.remove(ended.result().host());
    if (ended.isItem()) {
      withItems.add(ended.result().host());
    }
    return !sumOfItems;
  }

  Event.RunStarted started() {
    return started;
  }

  boolean isCheck() {
    return started.mode().equals("check");
  }

  List<TaskResult> results() {
    return results;
  }
}
