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

    private void itemEnded(int index, Outcome outcome) {
      if (outcome.status() == Status.UNREACHABLE) {
        cut = outcome;
      } else if (prepared != null && index < prepared.items().size()) {
        task.itemEnded(prepared, prepared.items().get(index), outcome);
      }
    }

    private void end() {
      task.ended(cut != null || prepared == null ? Objects.requireNonNull(cut) : task.sum(prepared));
    }
  }

  /** What is asked for by one item of the loop, and by whom it cannot be told. */
  private record Asked(
      SortedMap<HostName, Unit<?, ?>> units,
      SortedMap<HostName, Part> ready,
      SortedMap<HostName, String> notYet,
      SortedMap<HostName, String> untold) {}

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
    run.onAll(parts, Part::prepare);
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
      HostName host = asked.untold().firstKey();
      asked
          .ready()
          .values()
          .forEach(part -> part.itemEnded(index, untold(host, asked.untold().get(host))));
    } else if (!asked.notYet().isEmpty()) {
      HostName host = asked.notYet().firstKey();
      String why = "on " + host + ", " + asked.notYet().get(host);
      asked.ready().values().forEach(part -> part.itemEnded(index, HostTask.notYet(why)));
    } else if (!asked.ready().isEmpty()) {
      try {
        tried(index, asked);
      } catch (BadInputException e) {
        asked
            .ready()
            .values()
            .forEach(part -> part.itemEnded(index, HostTask.wrong(e.diagnostics())));
      }
    }
  }

  /** A plan that did not know of a host would take it for one that is not to be there. */
  private Outcome untold(HostName host, String why) {
    return Outcome.failed(
        Diagnostic.error(
            "Could not plan",
            ("What is asked for on %s cannot be told: %s.\n"
                    + "The module %s plans for all hosts of the task together, so nothing was"
                    + " planned, and nothing was changed by this task.")
                .formatted(host, why, module.name())));
  }

  private Asked ask(int index) {
    Asked asked = new Asked(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (Part part : parts) {
      if (part.cut != null) {
        askWithout(part.name(), part.item(index), asked);
        if (part.prepared == null) {
          asked.untold().put(part.name(), "its facts could not be gathered");
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
        asked.notYet().put(part.name(), why);
      }
      case Prepared.Item.Wrong(Optional<Value> _, List<Diagnostic> problems) -> {
        part.itemEnded(index, HostTask.wrong(problems));
        asked.untold().put(part.name(), problems.getFirst().summary());
      }
      case Prepared.Item.Ready(Unit<?, ?> unit) -> {
        asked.units().put(part.name(), unit);
        asked.ready().put(part.name(), part);
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
          asked.untold().put(host, "nothing more is done on it in this run, and " + why);
      case Prepared.Item.Wrong(Optional<Value> _, List<Diagnostic> problems) ->
          asked
              .untold()
              .put(host, "nothing more is done on it in this run, and " + problems.getFirst().detail());
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

  private void tried(int index, Asked asked) {
    Map<Part, Outcome> outcomes = once(index, asked);
    int retries = 0;
    for (Part part : asked.ready().values()) {
      retries = Math.max(retries, part.task.judgement().retries(asked.units().get(part.name())));
    }
    for (int left = retries; left > 0; left--) {
      Optional<Part> unhappy =
          outcomes.entrySet().stream()
              .filter(e -> e.getKey().cut == null)
              .filter(
                  e ->
                      e.getKey()
                          .task
                          .judgement()
.wantsAnother(asked.units().get(e.getKey().name()), e.getValue()))
              .map(Map.Entry::getKey)
              .findFirst();
      if (unhappy.isEmpty()) {
        break;
      }
      unhappy.get().task.pause(asked.units().get(unhappy.get().name()), left);
      if (run.interruption().wanted()) {
        break;
      }
      outcomes.putAll(once(index, asked));
    }
    outcomes.forEach(
        (part, outcome) ->
            part.itemEnded(
                index, part.task.judgement().afterAllTries(asked.units().get(part.name()), outcome)));
  }

  private Map<Part, Outcome> once(int index, Asked asked) {
    return once(module, index, asked);
  }

  @SuppressWarnings("unchecked") // One task has one module, so all its units are of its types.
  private <S extends Record, T> Map<Part, Outcome> once(
      ClusterModule<S, T> one, int index, Asked asked) {
    SortedMap<HostName, S> specs = new TreeMap<>();
    asked.units().forEach((host, unit) -> specs.put(host, ((Unit<S, T>) unit).spec()));
    List<ClusterRun.Member<S, T>> members = new ArrayList<>();
    for (Part part : asked.ready().values()) {
      if (part.cut == null && part.prepared != null) {
        Unit<S, T> unit = (Unit<S, T>) asked.units().get(part.name());
        List<Prepared.Item> items = part.prepared.items();
        members.add(
            new ClusterRun.Member<>(
                part.task.host(),
                unit,
                part.task.ahead(items.subList(index + 1, items.size())),
                part.task.begin(unit)));
      }
    }
    ClusterRun<S, T> attempt = new ClusterRun<>(one, specs, members, run);
    Map<HostName, Outcome> outcomes = run.checks() ? attempt.check() : attempt.apply();
    Map<Part, Outcome> judged = new LinkedHashMap<>();
    for (ClusterRun.Member<S, T> member : members) {
      Part part = asked.ready().get(member.name());
      judged.put(
          part,
          HostTask.orWhyNot(
              () ->
                  part.task.judged(
                      member.unit(), outcomes.get(member.name()), member.notification())));
    }
    judged.forEach(
        (part, outcome) -> part.cut = outcome.status() == Status.UNREACHABLE ? outcome : part.cut);
    return judged;
  }
}
