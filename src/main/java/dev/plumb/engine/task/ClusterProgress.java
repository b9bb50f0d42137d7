package dev.plumb.engine.task;

import dev.plumb.change.Change;
import dev.plumb.change.HostChange;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.host.HostSession;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.module.ClusterModule;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What a run of a cluster module has found and changed so far, and the outcomes that follow. */
final class ClusterProgress<S extends Record, T> {

  private final ClusterModule<S, T> module;
  private final SortedMap<HostName, Participant<S, T>> members = new TreeMap<>();
  private final SortedMap<HostName, T> states = new TreeMap<>();
  private final Map<HostName, List<Change>> changes = new TreeMap<>();
  private final Map<HostName, Diagnostic> unreachable = new TreeMap<>();

  ClusterProgress(ClusterModule<S, T> module, Collection<Participant<S, T>> members) {
    this.module = module;
    members.forEach(member -> this.members.put(member.name(), member));
  }

  SortedMap<HostName, T> states() {
    return states;
  }

  List<Participant<S, T>> participants() {
    return List.copyOf(members.values());
  }

  Participant<S, T> participant(HostName host) {
    Participant<S, T> member = members.get(host);
    if (member == null) {
      throw new IllegalArgumentException("must be a host that was probed: " + host);
    }
    return member;
  }

  boolean changedNothing() {
    return changes.isEmpty();
  }

  boolean isLost(HostName host) {
    return unreachable.containsKey(host);
  }

  void lost(HostName host, Diagnostic reason) {
    unreachable.put(host, reason);
  }

  /** Ends the task if the module waits on a host that was not probed. */
  Optional<Map<HostName, Outcome>> waitBug(HostName host) {
    return states.containsKey(host)
        ? Optional.empty()
        : Optional.of(
            failed(
                Diagnostic.error(
                    "Wait on an unprobed host",
                    "The plan waits on %s, which could not be probed or does not have the task. This is a bug in module %s."
                        .formatted(host, module.name()))));
  }

  /** A host that is probed and may be changed. */
  record Participant<S extends Record, T>(
      HostRun host, ModuleCall<S, T> call, HostSession.Upcoming ahead, Notification notification) {
    HostName name() {
      return host.name();
    }
  }

  /**
   * Ends a check.
   *
   * @param unknown why the state of hosts without changes is unknown
   */
  Map<HostName, Outcome> checkOutcomes(Optional<String> unknown) {
    return outcomes(
        member -> {
          List<Change> own = changes.getOrDefault(member.name(), List.of());
          return !own.isEmpty()
              ? new Outcome(Status.CHANGED, own, Optional.empty(), Optional.empty(), Map.of(), true)
              : unknown
                  .map(Outcome::unknown)
                  .orElseGet(
                      () ->
                          changes.isEmpty()
                              ? Outcome.ok(result(member))
                              : new Outcome(
                                  Status.OK,
                                  List.of(),
                                  Optional.empty(),
                                  Optional.empty(),
                                  Map.of(),
                                  true));
        });
  }

  /** Ends the task with everything in sync. */
  Map<HostName, Outcome> inSync() {
    return outcomes(this::inSync);
  }

  private Outcome inSync(Participant<S, T> member) {
    List<Change> own = changes.getOrDefault(member.name(), List.of());
    return Outcome.ok(result(member)).with(own.isEmpty() ? Status.OK : Status.CHANGED).with(own);
  }

  private Map<String, Value> result(Participant<S, T> member) {
    T state = states.get(member.name());
    return state == null ? Map.of() : module.result(member.name(), member.call().spec(), state);
  }

  void addChange(HostName host, Change change) {
    changes.computeIfAbsent(host, _ -> new ArrayList<>()).add(change);
  }

  /** Ends the task if a round must not be carried out because of a bug in the module. */
  Optional<Map<HostName, Outcome>> planBug(List<HostChange> needed, int roundsBefore, int hosts) {
    for (HostChange change : needed) {
      if (!states.containsKey(change.host())) {
        return Optional.of(
            failed(
                Diagnostic.error(
                    "Change on an unprobed host",
                    "The plan changes %s, which could not be probed or does not have the task. This is a bug in module %s."
                        .formatted(change.host(), module.name()))));
      }
    }
    if (roundsBefore < module.rounds(hosts)) {
      return Optional.empty();
    }
    StringBuilder still = new StringBuilder();
    needed.forEach(
        change ->
            still
                .append("    ")
                .append(change.host())
                .append(": ")
                .append(change.change().describe())
                .append('\n'));
    return Optional.of(
        failed(
            Diagnostic.error(
                "Changes did not last",
                ("All steps of %d rounds succeeded, but a re-check of all hosts still found these"
                        + " differences:\n"
                        + "%sSomething on the hosts may have reverted the changes. If nothing did,"
                        + " this is a bug in module %s.")
                    .formatted(roundsBefore, still, module.name()))));
  }

  Map<HostName, Outcome> unreadable(Map<HostName, String> why, boolean pendingChange) {
    String names = String.join(", ", why.keySet().stream().map(HostName::value).toList());
    if (pendingChange) {
      return outcomes(_ -> Outcome.unknown("known after apply: could not probe " + names));
    }
    return outcomes(
        member -> {
          String own = why.get(member.name());
          return own != null
              ? Outcome.unreadable(own, !changes.isEmpty())
              : reportedElsewhere(
                  Status.FAILED, "could not probe " + names + ", so nothing is planned");
        });
  }

  Map<HostName, Outcome> failedOn(HostName host, Diagnostic reason) {
    return failedElsewhere(host, Outcome.failed(reason));
  }

  /** Fails the task on all hosts because of one: their shared state is incomplete. */
  Map<HostName, Outcome> failedElsewhere(HostName host, Outcome outcome) {
    return outcomes(
        member ->
            member.name().equals(host)
                ? outcome
                : reportedElsewhere(Status.FAILED, "it failed on " + host));
  }

  private Map<HostName, Outcome> failed(Diagnostic reason) {
    return reportedOnce(Status.FAILED, reason);
  }

  /** Ends the task on all hosts with one problem, which is shown for the first host only. */
  Map<HostName, Outcome> reportedOnce(Status status, Diagnostic reason) {
    HostName first = states.firstKey();
    return outcomes(
        member ->
            member.name().equals(first)
                ? Outcome.failed(reason).with(status)
                : reportedElsewhere(status, reason.summary() + ", see " + first));
  }

  private static Outcome reportedElsewhere(Status status, String message) {
    return new Outcome(status, List.of(), Optional.of(message), Optional.empty(), Map.of(), false);
  }

  Map<HostName, Outcome> interrupted() {
    return outcomes(
        member ->
            changes.containsKey(member.name())
                ? inSync(member).withMessage(HostTask.INTERRUPTED)
                : Outcome.skipped(HostTask.INTERRUPTED));
  }

  private Map<HostName, Outcome> outcomes(Function<Participant<S, T>, Outcome> each) {
    Map<HostName, Outcome> outcomes = new LinkedHashMap<>();
    members.forEach(
        (name, member) -> {
          Diagnostic lost = unreachable.get(name);
          Outcome outcome =
              lost == null ? each.apply(member) : Outcome.failed(lost).with(Status.UNREACHABLE);
          outcomes.put(
              name,
              outcome.failed() ? outcome.with(changes.getOrDefault(name, List.of())) : outcome);
        });
    return outcomes;
  }
}
