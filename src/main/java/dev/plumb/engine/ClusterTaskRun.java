package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Status;
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
 * One task that is planned for all its hosts together, with its loop and its retries: item {@code
 * i} is planned over the hosts that have an item {@code i}.
 */
final class ClusterTaskRun {

  private static final String OUT = "nothing more is done on it in this run, and: ";

  private final Turn turn;
  private final ClusterModule<?, ?> module;
  private final List<Part> parts;
  private final List<HostRun> out;
  private final RunContext run;

  /** What one host has of the task. */
  private static final class Part {
    private final HostTask task;
    private @Nullable Prepared prepared;

    /** How the task ended on the host before its loop did. */
    private @Nullable Outcome cut;

    private Part(HostTask task) {
      this.task = task;
    }

    private HostName name() {
      return task.host().name();
    }

    private void prepare() {
      Outcome outcome =
          HostTask.orWhyNot(
              () -> {
                prepared = task.prepare();
                return Outcome.ok(Map.of());
              });
      cut = outcome.failed() ? outcome : null;
    }

    private Optional<Prepared.Item> item(int index) {
      return prepared == null ? Optional.empty() : at(prepared, index);
    }

    private List<Prepared.Item> itemsAfter(int index) {
      return prepared == null
          ? List.of()
          : prepared.items().subList(index + 1, prepared.items().size());
    }

    private void itemEnded(int index, Outcome outcome) {
      if (outcome.status() == Status.UNREACHABLE) {
        cut = outcome;
      } else if (prepared != null && index < prepared.items().size()) {
        task.itemEnded(prepared, prepared.items().get(index), outcome);
      }
    }

    private void end() {
      task.ended(
          cut != null || prepared == null ? Objects.requireNonNull(cut) : task.sum(prepared));
    }
  }

  /** A host that an item of the loop is worked on, and what came of the last try. */
  private static final class Ready {
    private final Part part;
    private final Unit<?, ?> unit;
    private Outcome outcome = Outcome.skipped(HostTask.INTERRUPTED);

    private Ready(Part part, Unit<?, ?> unit) {
      this.part = part;
      this.unit = unit;
    }

    private HostTask task() {
      return part.task;
    }
  }

  /** Why it is not known what is asked for on a host. */
  private record Untold(HostName host, String why) {}

  /**
   * What is asked for by one item of the loop.
   *
   * @param units on every host, whether it can be looked at or not
   */
  private record Asked(
      SortedMap<HostName, Unit<?, ?>> units,
      List<Ready> ready,
      List<Untold> notYet,
      List<Untold> untold) {

    private void end(int index, Outcome outcome) {
      ready.forEach(each -> each.part.itemEnded(index, outcome));
    }
  }

  /**
   * @param tasks the hosts that are still in the play
   * @param out the play's other hosts: they have the task, and are not looked at
   */
  ClusterTaskRun(
      Turn turn,
      ClusterModule<?, ?> module,
      List<HostTask> tasks,
      List<HostRun> out,
      RunContext run) {
    this.turn = turn;
    this.module = module;
    this.parts = tasks.stream().map(Part::new).toList();
    this.out = out;
    this.run = run;
  }

  void run() {
    run.hands().inTurn(parts, Part::prepare);
    int items = 0;
    for (Part part : parts) {
      items = Math.max(items, part.prepared == null ? 0 : part.prepared.items().size());
    }
    for (int i = 0; i < items && !run.interruption().wanted(); i++) {
      item(i);
    }
    parts.forEach(Part::end);
  }

  private void item(int index) {
    Asked asked = ask(index);
    if (!asked.untold().isEmpty()) {
      asked.end(index, untold(asked.untold().getFirst()));
    } else if (!asked.notYet().isEmpty()) {
      Untold first = asked.notYet().getFirst();
      asked.end(index, HostTask.notYet("on " + first.host() + ", " + first.why()));
    } else if (!asked.ready().isEmpty()) {
      try {
        tried(asked, index);
        asked.ready().forEach(each -> each.part.itemEnded(index, each.outcome));
      } catch (BadInputException e) {
        asked.end(index, HostTask.wrong(e.diagnostics()));
      }
    }
  }

  /** A plan that did not know of a host would take it for one that is not to be there. */
  private Outcome untold(Untold untold) {
    return Outcome.failed(
        Diagnostic.error(
            "Could not plan",
            ("What is asked for on %s cannot be told: %s.\n"
                    + "The module %s plans for all hosts of the task together, so nothing was"
                    + " planned, and nothing was changed by this task.")
                .formatted(untold.host(), untold.why(), module.name())));
  }

  private Asked ask(int index) {
    Asked asked =
        new Asked(new TreeMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Part part : parts) {
      if (part.cut != null) {
        askWithout(part.name(), part.item(index), asked);
        if (part.prepared == null) {
          asked.untold().add(new Untold(part.name(), "its facts could not be gathered"));
        }
      } else {
        part.item(index).ifPresent(item -> ask(part, index, item, asked));
      }
    }
    for (HostRun host : out) {
      askWithout(host.name(), at(host.prepare(turn), index), asked);
    }
    return asked;
  }

  private static void ask(Part part, int index, Prepared.Item item, Asked asked) {
    switch (item) {
      case Prepared.Item.Skipped(Optional<Value> _, String why) ->
          part.itemEnded(index, Outcome.skipped(why));
      case Prepared.Item.NotYet(Optional<Value> _, String why) -> {
        part.itemEnded(index, HostTask.notYet(why));
        asked.notYet().add(new Untold(part.name(), why));
      }
      case Prepared.Item.Wrong(Optional<Value> _, List<Diagnostic> problems) -> {
        part.itemEnded(index, HostTask.wrong(problems));
        asked.untold().add(new Untold(part.name(), problems.getFirst().summary()));
      }
      case Prepared.Item.Ready(Unit<?, ?> unit) -> {
        asked.units().put(part.name(), unit);
        asked.ready().add(new Ready(part, unit));
      }
    }
  }

  /** A host that is out has the task all the same. */
  private static void askWithout(HostName host, Optional<Prepared.Item> item, Asked asked) {
    if (item.isEmpty()) {
      return;
    }
    switch (item.get()) {
      case Prepared.Item.Skipped _ -> {}
      case Prepared.Item.NotYet(Optional<Value> _, String why) ->
          asked.untold().add(new Untold(host, OUT + why));
      case Prepared.Item.Wrong(Optional<Value> _, List<Diagnostic> problems) ->
          asked.untold().add(new Untold(host, OUT + problems.getFirst().summary()));
      case Prepared.Item.Ready(Unit<?, ?> unit) -> asked.units().put(host, unit);
    }
  }

  private static Optional<Prepared.Item> at(Prepared prepared, int index) {
    List<Prepared.Item> items = prepared.items();
    if (index < items.size()) {
      return Optional.of(items.get(index));
    }
    // A loop that cannot be told stands for any number of items.
    return items.stream()
        .filter(item -> prepared.looped() && item.item().isEmpty())
        .filter(item -> !(item instanceof Prepared.Item.Skipped))
        .findFirst();
  }

  private void tried(Asked asked, int index) {
    once(module, asked, index);
    int retries = 0;
    for (Ready each : asked.ready()) {
      retries = Math.max(retries, each.task().judgement().retries(each.unit));
    }
    for (int left = retries; left > 0; left--) {
      Optional<Ready> unhappy =
          asked.ready().stream()
              .filter(each -> each.part.cut == null)
              .filter(each -> each.task().judgement().wantsAnother(each.unit, each.outcome))
              .findFirst();
      if (unhappy.isEmpty()) {
        break;
      }
      unhappy.get().task().pause(unhappy.get().unit, left);
      if (run.interruption().wanted()) {
        return;
      }
      once(module, asked, index);
    }
    asked
        .ready()
        .forEach(
            each -> each.outcome = each.task().judgement().afterAllTries(each.unit, each.outcome));
  }

  @SuppressWarnings("unchecked") // One task has one module, so all its units are of its types.
  private <S extends Record, T> void once(ClusterModule<S, T> one, Asked asked, int index) {
    SortedMap<HostName, S> specs = new TreeMap<>();
    asked.units().forEach((host, unit) -> specs.put(host, ((Unit<S, T>) unit).spec()));
    Map<Ready, ClusterRun.Member<S, T>> members = new LinkedHashMap<>();
    for (Ready each : asked.ready()) {
      if (each.part.cut == null) {
        members.put(
            each,
            new ClusterRun.Member<>(
                each.task().host(),
                (Unit<S, T>) each.unit,
                each.task().ahead(each.part.itemsAfter(index)),
                each.task().begin(each.unit)));
      }
    }
    ClusterRun<S, T> attempt = new ClusterRun<>(one, specs, members.values(), run);
    Map<HostName, Outcome> outcomes = run.checks(turn) ? attempt.check() : attempt.apply();
    members.forEach(
        (each, member) -> {
          Outcome outcome = Objects.requireNonNull(outcomes.get(member.name()));
          each.outcome =
              HostTask.orWhyNot(
                  () -> each.task().judged(member.unit(), outcome, member.notification()));
          if (each.outcome.status() == Status.UNREACHABLE) {
            each.part.cut = each.outcome;
          }
        });
  }
}
