package dev.plumb.engine.task;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Place;
import dev.plumb.engine.event.HostSummary;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.host.HostSession;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.engine.prepare.UnrenderedArgs;
import dev.plumb.engine.vars.HostVars;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.RunAs;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a run on one host: its upcoming tasks, prepared tasks, failures, notified handlers
 * and counts. Used by one thread at a time.
 */
public final class HostRun {

  private final HostVars vars;
  private final HostSession session;
  private final Preparer preparer;
  private final Map<TaskInstance, PreparedTask> cache = new HashMap<>();
  private int generation;
  private final Map<Status, Integer> counts = new LinkedHashMap<>();

  private List<TaskInstance> upcomingCalls = List.of();
  private BlockState blockState = new BlockState();
  private boolean runsOnceTasks = true;
  private boolean isUnreachable;
  private boolean playEnded;
  private boolean hasPendingChange;

  /** Handlers to run at the end of the play, each with the users whose markers name it. */
  private final Map<TaskInstance, Set<RunAs>> notified = new HashMap<>();

  public HostRun(HostVars vars, HostSession line, Preparer preparer) {
    this.vars = vars;
    this.session = line;
    this.preparer = preparer;
  }

  public HostName name() {
    return vars.host();
  }

  public HostVars vars() {
    return vars;
  }

  public HostSession session() {
    return session;
  }

  /** Returns whether the host failed or is unreachable, so that the run is over for it. */
  public boolean isFailed() {
    return isUnreachable || blockState.isFailed();
  }

  /** Ends the play for this host. */
  public void endPlay() {
    playEnded = true;
  }

  /** Returns whether the play continues on this host. */
  public boolean isActive() {
    return !isFailed() && !playEnded;
  }

  /** Clears earlier failures; the next task runs on this host again. */
  public void clearErrors() {
    blockState = new BlockState();
    isUnreachable = false;
  }

  public boolean isUnreachable() {
    return isUnreachable;
  }

  /** Returns whether a task runs on this host, given its earlier failures. */
  public boolean shouldRun(TaskInstance instance) {
    return !isUnreachable
        && !playEnded
        && blockState.shouldRun(instance.task().location().blocks());
  }

  /** Returns whether a task is skipped on this host only because of an earlier failure. */
  public boolean isSkippedByFailure(TaskInstance instance) {
    return isFailed()
        && !shouldRun(instance)
        && !BlockState.isRescue(instance.task().location().blocks());
  }

  public void enter(TaskInstance instance) {
    blockState.enter(instance.task().location().blocks());
  }

  /**
   * Records that a task failed or was refused.
   *
   * @return whether a rescue handles the failure
   */
  boolean recordFailure(TaskInstance instance, Outcome outcome) {
    boolean rescued =
        blockState.recordFailure(
            instance.task().location().blocks(), outcome.status() == Status.FAILED);
    if (!instance.task().location().blocks().isEmpty()) {
      vars.set(RunVars.FAILED_TASK, Value.map(Map.of("name", instance.task().name())));
      vars.set(RunVars.FAILED_RESULT, outcome.registered());
    }
    return rescued;
  }

  /** Returns whether an earlier task changes this host, or may change it. */
  boolean hasPendingChange() {
    return hasPendingChange;
  }

  /**
   * Sets the upcoming tasks, the next one first, for lookahead.
   *
   * @param forAll whether this host runs the tasks that run once for all hosts
   */
  public void setUpcoming(List<TaskInstance> instances, boolean forAll) {
    upcomingCalls = instances;
    runsOnceTasks = forAll;
    playEnded = false;
  }

  private boolean appliesHere(TaskInstance instance) {
    return runsOnceTasks || !instance.task().inherited().options().runOnce();
  }

  PreparedTask prepare(TaskInstance instance) {
    return prepare(instance, Set.of());
  }

  private PreparedTask prepare(TaskInstance instance, Set<String> notYetSet) {
    if (generation != preparer.generation()) {
      // Included tasks or a changed inventory may invalidate what was prepared.
      generation = preparer.generation();
      cache.clear();
    }
    PreparedTask known = cache.get(instance);
    if (known != null) {
      return known;
    }
    PreparedTask prepared = preparer.prepare(instance, vars, notYetSet::contains);
    if (prepared.cacheable()) {
      cache.put(instance, prepared);
    }
    return prepared;
  }

  /** Prepares a task before any task has run; registered results and facts are unknown. */
  public PreparedTask preRender(TaskInstance instance, Set<String> setBefore) {
    return prepare(instance, setBefore);
  }

  /**
   * Returns the calls that follow the current task.
   *
   * @param rest the following items of the same task
   */
  HostSession.Upcoming upcomingCalls(
      TaskInstance current, List<PreparedTask.Item> rest, boolean throughActions) {
    return (most, only) -> {
      CallCollector found = new CallCollector(most, only, throughActions);
      if (!found.addAll(rest)) {
        return found.calls;
      }
      Set<String> notYetSet = new HashSet<>(current.variablesSet());
      boolean past = false;
      for (TaskInstance instance : withIncluded(upcomingCalls, notYetSet)) {
        if (past
            && shouldRun(instance)
            && appliesHere(instance)
            && !found.addAll(prepare(instance, notYetSet).items())) {
          return found.calls;
        }
        if (past) {
          notYetSet.addAll(instance.variablesSet());
        }
        past |= instance == current;
      }
      return found.calls;
    };
  }

  /** Adds the tasks that are already included on this host. */
  private List<TaskInstance> withIncluded(List<TaskInstance> instances, Set<String> notYetSet) {
    if (instances.stream().allMatch(instance -> instance.task().include().isEmpty())) {
      return instances;
    }
    List<TaskInstance> all = new ArrayList<>();
    for (TaskInstance instance : instances) {
      all.add(instance);
      if (instance.task().include().isPresent()) {
        for (PreparedTask.Item item : prepare(instance, notYetSet).items()) {
          if (item instanceof PreparedTask.Item.Ready(ModuleCall<?, ?> call)) {
            instance.included(call).forEach(more -> all.addAll(withIncluded(more, notYetSet)));
          }
        }
      }
    }
    return all;
  }

  /** Collects calls up to a limit, or up to one after which no probe stays valid. */
  private final class CallCollector {
    private final List<ModuleCall<?, ?>> calls = new ArrayList<>();
    private final int limit;
    private final Optional<RunAs> only;
    private final boolean throughActions;

    private CallCollector(int most, Optional<RunAs> only, boolean throughActions) {
      this.limit = most;
      this.only = only;
      this.throughActions = throughActions;
    }

    /** Returns whether to continue. Deferred items are skipped: they may turn out in sync. */
    private boolean addAll(List<PreparedTask.Item> items) {
      for (PreparedTask.Item item : items) {
        if (calls.size() >= limit) {
          return false;
        }
        if (item instanceof PreparedTask.Item.Ready(ModuleCall<?, ?> call)) {
          if (!throughActions && call.actsWithoutProbing()) {
            return false;
          }
          if (only.isPresent() && !only.get().equals(call.runAs())) {
            return false;
          }
          // Delegated calls are probed when they run.
          if (call.delegate().isEmpty()
              && !call.probe().questions().isEmpty()
              && !session.isCached(call)) {
            calls.add(call);
          }
        }
      }
      return true;
    }
  }

  /** Gathers the host's facts unless they are known. */
  public void gatherFacts(FactsModule<?, ?> facts) {
    if (vars.facts().isPresent()) {
      return;
    }
    vars.facts(facts.gather(session, vars.host()));
  }

  /** The module that gathers facts. */
  public record FactsModule<S extends Record, T>(TaskModule<S, T> module) {
    private Map<String, Value> gather(HostSession line, HostName host) {
      S spec = module.argReader().read(Value.map(Map.of()), Place.NONE, UnrenderedArgs.INSTANCE);
      return switch (line.query(RunAs.LOGIN, module.probe(spec))) {
        case Reading.Observed<T>(T state) -> module.facts(spec, state);
        case Reading.Unreadable<T>(String why) ->
            throw new BadInputException(
                Diagnostic.error(
                    "Facts not gathered", "The facts of " + host + " cannot be read: " + why));
      };
    }
  }

  void notify(TaskInstance handler, RunAs as) {
    notified.computeIfAbsent(handler, _ -> new LinkedHashSet<>()).add(as);
  }

  public boolean isNotified(TaskInstance handler) {
    return notified.containsKey(handler);
  }

  boolean hasNotified() {
    return !notified.isEmpty();
  }

  /** Clears a notification after its handler ran; returns the users whose markers to remove. */
  Set<RunAs> clearNotified(TaskInstance handler) {
    Set<RunAs> users = notified.remove(handler);
    return users == null ? Set.of() : users;
  }

  public void count(Status status, boolean ignored) {
    Status counted = ignored ? Status.OK : status;
    counts.merge(counted, 1, Integer::sum);
    hasPendingChange |= status == Status.CHANGED || status == Status.UNKNOWN;
    isUnreachable |= counted == Status.UNREACHABLE;
  }

  public HostSummary summary() {
    return new HostSummary(
        count(Status.OK),
        count(Status.CHANGED),
        count(Status.UNKNOWN),
        count(Status.SKIPPED),
        count(Status.FAILED),
        count(Status.REFUSED),
        count(Status.UNREACHABLE) > 0,
        session.roundTrips());
  }

  private int count(Status status) {
    return counts.getOrDefault(status, 0);
  }
}
