package dev.plumb.engine.task;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.PreparedTask;
import dev.plumb.engine.prepare.TaskInstance;
import dev.plumb.module.ClusterModule;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task of a cluster module on all its hosts, with its loop and retries. Item {@code i} is
 * planned over the hosts that have an item {@code i}.
 */
public final class ClusterTaskRun {

  private static final String EXCLUDED = "it takes no further part in this run, and: ";

  private final TaskInstance instance;
  private final ClusterModule<?, ?> module;
  private final List<HostPart> parts;
  private final List<HostRun> out;
  private final RunHosts hosts;
  private final TaskContext context;

  /** The task on one host. */
  private static final class HostPart {
    private final HostTask task;
    private @Nullable PreparedTask prepared;

    /** How the task ended on the host before the end of its loop. */
    private @Nullable Outcome earlyEnd;

    private HostPart(HostTask task) {
      this.task = task;
    }

    private HostName name() {
      return task.host().name();
    }

    private void prepare() {
      Outcome outcome =
          HostTask.catching(
              () -> {
                prepared = task.prepare();
                return Outcome.ok(Map.of());
              });
      earlyEnd = outcome.failed() ? outcome : null;
    }

    private Optional<PreparedTask.Item> item(int index) {
      return prepared == null ? Optional.empty() : itemAt(prepared, index);
    }

    private List<PreparedTask.Item> itemsAfter(int index) {
      return prepared == null
          ? List.of()
          : prepared.items().subList(index + 1, prepared.items().size());
    }

    private void itemEnded(int index, Outcome outcome) {
      if (outcome.status() == Status.UNREACHABLE) {
        earlyEnd = outcome;
      } else if (prepared != null && index < prepared.items().size()) {
        task.itemEnded(prepared, prepared.items().get(index), outcome);
      }
    }

    private void end() {
      task.end(
          earlyEnd != null || prepared == null
              ? Objects.requireNonNull(earlyEnd)
              : task.combined(prepared));
    }
  }

  /** A host with an item of the loop, and the outcome of the last attempt. */
  private static final class HostAttempt {
    private final HostPart part;
    private final ModuleCall<?, ?> call;
    private Outcome outcome = Outcome.skipped(HostTask.INTERRUPTED);

    private HostAttempt(HostPart part, ModuleCall<?, ?> call) {
      this.part = part;
      this.call = call;
    }

    private HostTask task() {
      return part.task;
    }
  }

  /** Why the arguments on a host are unknown. */
  private record UnknownCall(HostName host, String why) {}

  /**
   * The module calls for one item of the loop.
   *
   * @param calls those of every host, probed or not
   */
  private record ItemCalls(
      SortedMap<HostName, ModuleCall<?, ?>> calls,
      List<HostAttempt> attempts,
      List<UnknownCall> deferred,
      List<UnknownCall> unknown) {

    private void end(int index, Outcome outcome) {
      attempts.forEach(each -> each.part.itemEnded(index, outcome));
    }
  }

  /**
   * @param tasks the hosts that are still in the play
   * @param out the play's other hosts, which have the task but are not probed
   */
  public ClusterTaskRun(
      TaskInstance instance,
      ClusterModule<?, ?> module,
      List<HostTask> tasks,
      List<HostRun> out,
      RunHosts hosts,
      TaskContext context) {
    this.instance = instance;
    this.module = module;
    this.parts = tasks.stream().map(HostPart::new).toList();
    this.out = out;
    this.hosts = hosts;
    this.context = context;
  }

  public void run() {
    context.executor().runUntilBlocked(parts, HostPart::prepare);
    int items = 0;
    for (HostPart part : parts) {
      items = Math.max(items, part.prepared == null ? 0 : part.prepared.items().size());
    }
    for (int i = 0; i < items && !context.interruption().isRequested(); i++) {
      runItem(i);
    }
    parts.forEach(HostPart::end);
  }

  private void runItem(int index) {
    ItemCalls asked = collectCalls(index);
    if (!asked.unknown().isEmpty()) {
      asked.end(index, callUnknown(asked.unknown().getFirst()));
    } else if (!asked.deferred().isEmpty()) {
      UnknownCall first = asked.deferred().getFirst();
      asked.end(index, HostTask.unknownUntilApply("on " + first.host() + ", " + first.why()));
    } else if (!asked.attempts().isEmpty()) {
      try {
        runWithRetries(asked, index);
        asked.attempts().forEach(each -> each.part.itemEnded(index, each.outcome));
      } catch (BadInputException e) {
        asked.end(index, HostTask.invalid(e.diagnostics()));
      }
    }
  }

  /** Without the call of a host, a plan would take the host for removed. */
  private Outcome callUnknown(UnknownCall untold) {
    return Outcome.failed(
        Diagnostic.error(
            "Could not plan",
            ("The task's arguments on %s are unknown: %s.\n"
                    + "The module %s plans for all hosts of the task together, so this task planned"
                    + " and changed nothing.")
                .formatted(untold.host(), untold.why(), module.name())));
  }

  private ItemCalls collectCalls(int index) {
    ItemCalls asked =
        new ItemCalls(new TreeMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (HostPart part : parts) {
      if (part.earlyEnd != null) {
        collectCallWithoutProbing(part.name(), part.item(index), asked);
        if (part.prepared == null) {
          asked.unknown().add(new UnknownCall(part.name(), "its facts could not be gathered"));
        }
      } else {
        part.item(index).ifPresent(item -> collectCalls(part, index, item, asked));
      }
    }
    for (HostRun host : out) {
      collectCallWithoutProbing(host.name(), itemAt(host.prepare(instance), index), asked);
    }
    return asked;
  }

  private static void collectCalls(
      HostPart part, int index, PreparedTask.Item item, ItemCalls asked) {
    switch (item) {
      case PreparedTask.Item.Skipped(Optional<Value> _, String why) ->
          part.itemEnded(index, Outcome.skipped(why));
      case PreparedTask.Item.Deferred(Optional<Value> _, String why) -> {
        part.itemEnded(index, HostTask.unknownUntilApply(why));
        asked.deferred().add(new UnknownCall(part.name(), why));
      }
      case PreparedTask.Item.Invalid(Optional<Value> _, List<Diagnostic> problems) -> {
        part.itemEnded(index, HostTask.invalid(problems));
        asked.unknown().add(new UnknownCall(part.name(), problems.getFirst().summary()));
      }
      case PreparedTask.Item.Ready(ModuleCall<?, ?> call) -> {
        asked.calls().put(part.name(), call);
        asked.attempts().add(new HostAttempt(part, call));
      }
    }
  }

  /** Collects the call of a host that has the task but is not probed. */
  private static void collectCallWithoutProbing(
      HostName host, Optional<PreparedTask.Item> item, ItemCalls asked) {
    if (item.isEmpty()) {
      return;
    }
    switch (item.get()) {
      case PreparedTask.Item.Skipped _ -> {}
      case PreparedTask.Item.Deferred(Optional<Value> _, String why) ->
          asked.unknown().add(new UnknownCall(host, EXCLUDED + why));
      case PreparedTask.Item.Invalid(Optional<Value> _, List<Diagnostic> problems) ->
          asked.unknown().add(new UnknownCall(host, EXCLUDED + problems.getFirst().summary()));
      case PreparedTask.Item.Ready(ModuleCall<?, ?> call) -> asked.calls().put(host, call);
    }
  }

  private static Optional<PreparedTask.Item> itemAt(PreparedTask prepared, int index) {
    List<PreparedTask.Item> items = prepared.items();
    if (index < items.size()) {
      return Optional.of(items.get(index));
    }
    // An unknown loop represents any number of items.
    return items.stream()
        .filter(item -> prepared.looped() && item.item().isEmpty())
        .filter(item -> !(item instanceof PreparedTask.Item.Skipped))
        .findFirst();
  }

  private void runWithRetries(ItemCalls asked, int index) {
    attempt(module, asked, index);
    int retries = 0;
    for (HostAttempt each : asked.attempts()) {
      retries = Math.max(retries, each.task().conditions().retries(each.call));
    }
    for (int left = retries; left > 0; left--) {
      Optional<HostAttempt> unhappy =
          asked.attempts().stream()
              .filter(each -> each.part.earlyEnd == null)
              .filter(each -> each.task().conditions().needsRetry(each.call, each.outcome))
              .findFirst();
      if (unhappy.isEmpty()) {
        break;
      }
      unhappy.get().task().pauseBeforeRetry(unhappy.get().call, left);
      if (context.interruption().isRequested()) {
        return;
      }
      attempt(module, asked, index);
    }
    asked
        .attempts()
        .forEach(
            each -> each.outcome = each.task().conditions().afterLastTry(each.call, each.outcome));
  }

  @SuppressWarnings("unchecked") // One task has one module, so all its units are of its types.
  private <S extends Record, T> void attempt(ClusterModule<S, T> one, ItemCalls asked, int index) {
    SortedMap<HostName, S> specs = new TreeMap<>();
    asked.calls().forEach((host, call) -> specs.put(host, ((ModuleCall<S, T>) call).spec()));
    Map<HostAttempt, ClusterProgress.Participant<S, T>> members = new LinkedHashMap<>();
    for (HostAttempt each : asked.attempts()) {
      if (each.part.earlyEnd == null) {
        members.put(
            each,
            new ClusterProgress.Participant<>(
                each.task().host(),
                (ModuleCall<S, T>) each.call,
                each.task().upcomingCalls(each.part.itemsAfter(index)),
                each.task().start(each.call)));
      }
    }
    ClusterModuleRun<S, T> attempt =
        new ClusterModuleRun<>(one, specs, members.values(), hosts, context);
    Map<HostName, Outcome> outcomes = context.checks(instance) ? attempt.check() : attempt.apply();
    members.forEach(
        (each, member) -> {
          Outcome outcome = Objects.requireNonNull(outcomes.get(member.name()));
          each.outcome =
              HostTask.catching(
                  () -> each.task().evaluate(member.call(), outcome, member.notification()));
          if (each.outcome.status() == Status.UNREACHABLE) {
            each.part.earlyEnd = each.outcome;
          }
        });
  }
}
