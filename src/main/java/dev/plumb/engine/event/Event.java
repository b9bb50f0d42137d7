package dev.plumb.engine.event;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/** Something that happened in a run. */
public sealed interface Event {

  /**
   * A run began.
   *
   * @param mode {@code check} or {@code apply}
   */
  record RunStarted(String id, String mode, Instant startedAt) implements Event {}

  /** A play began on these hosts. */
  record PlayStarted(String play, Place place, List<HostName> hosts) implements Event {}

  /** A task began on all hosts that are still in the play. */
  record TaskStarted(String task, String module, Place place) implements Event {}

  /** Work that may take time began on a host: the changes of a task, or a wait. */
  record HostBusy(HostName host, String doing) implements Event {}

  /** A task, or an item of its loop, ended on a host. */
  record TaskEnded(TaskResult result, boolean isItem) implements Event {}

  /** A warning that does not stop the run. */
  record Warned(Diagnostic warning) implements Event {}

  /**
   * The run ended, also when it was cut short. The summary holds every host of the run.
   *
   * @param stopped hosts whose play was stopped by failures of failures of others
   * @param notAttempted hosts whose play did not start for the same reason
   */
  record RunEnded(
      SortedMap<HostName, HostSummary> hosts,
      Duration duration,
      boolean interrupted,
      List<HostName> stopped,
      List<HostName> notAttempted)
      implements Event {

    public RunEnded {
      stopped = List.copyOf(stopped);
      notAttempted = List.copyOf(notAttempted);
    }

    /** A run that finished on every host that did not fail. */
    public RunEnded(SortedMap<HostName, HostSummary> hosts, Duration took, boolean interrupted) {
      this(hosts, took, interrupted, List.of(), List.of());
    }
  }
}
