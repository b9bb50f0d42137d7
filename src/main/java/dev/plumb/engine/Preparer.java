package dev.plumb.engine;

import dev.plumb.change.Redaction;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.inventory.Inventory;
import dev.plumb.module.AnyModule;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.TaskModule;
import dev.plumb.playbook.Loop;
import dev.plumb.playbook.Task;
import dev.plumb.remote.RunAs;
import dev.plumb.template.Templates;
import dev.plumb.value.HostName;
import dev.plumb.value.UnknownValueException;
import dev.plumb.value.UserName;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Turns a task into {@link Unit}s for a host: evaluates {@code loop} and {@code when}, renders the
 * arguments, reads the spec. Asks no host. Any thread may call it.
 */
final class Preparer {

  private final RunVars run;
  private final ModuleSet modules;
  private final Templates templates;
  private final LocalFiles files;
  private final Redaction redaction;
  private final RunOptions options;
  private final AtomicInteger edition = new AtomicInteger();

  Preparer(
      RunVars run,
      ModuleSet modules,
      Templates templates,
      LocalFiles files,
      Redaction redaction,
      RunOptions options) {
    this.run = run;
    this.modules = modules;
    this.templates = templates;
    this.files = files;
    this.redaction = redaction;
    this.options = options;
  }

  /**
   * @param notYetSet variables that tasks before this one will set, but have not yet
   */
  Prepared prepare(Turn turn, HostVars host, Predicate<String> notYetSet) {
    return new Preparation(turn, host, notYetSet).prepare();
  }

  /** Another one since something was learned that may change what was prepared. */
  int edition() {
    return edition.get();
  }

  /** Whether tags leave a task in the run. */
  boolean selects(Task task) {
    return options.selects(task.tags());
  }

  /**
   * Tasks that have come in.
   *
   * @throws BadInputException with everything that can be found wrong in them
   */
  void learn(Turn.Included found) {
    List<Diagnostic> problems = new Preflight(modules, templates).check(found);
    if (!problems.isEmpty()) {
      throw new BadInputException(problems);
    }
    boolean newNames = false;
    for (Turn turn : found.turns()) {
      newNames |= run.learn(turn.task());
    }
    for (Turn handler : found.handlers()) {
      newNames |= run.learn(handler.task());
    }
    if (newNames) {
      edition.incrementAndGet();
    }
  }

  /** Tasks have changed the inventory. */
  void learn(Inventory changed) {
    run.take(changed);
    edition.incrementAndGet();
  }

  /** The module of a task that is planned for all hosts at once. */
  Optional<ClusterModule<?, ?>> ofMany(Turn turn) {
    return modules
        .find(turn.task().module())
        .flatMap(
            entry ->
                entry.module() instanceof ClusterModule<?, ?> module
                    ? Optional.of(module)
                    : Optional.empty());
  }

  /** The task's name with its templates rendered, or as written where that cannot be. */
  String name(Turn turn, HostVars host) {
    try {
      return templates
          .render(turn.task().name(), scope(turn, host, Map.of(), _ -> false))
          .toString();
    } catch (UnknownValueException | BadInputException e) {
      return turn.task().name().toString();
    }
  }

  /** Whether an expression holds on a host, with the result at hand under its names. */
  boolean holds(Value expression, Turn turn, HostVars host, Map<String, Value> local) {
    return templates.holds(expression, scope(turn, host, local, _ -> false));
  }

  Value render(Value value, Turn turn, HostVars host, Map<String, Value> local) {
    return templates.render(value, scope(turn, host, local, _ -> false));
  }

  private HostScope scope(
      Turn turn, HostVars host, Map<String, Value> local, Predicate<String> notYetSet) {
    return new HostScope(run, host, turn.play(), Optional.of(turn.task()), local, notYetSet);
  }

  /** One task on one host. */
  private final class Preparation {

    private final Turn turn;
    private final Task task;
    private final HostVars host;
    private final Predicate<String> notYetSet;

    private boolean lasting = true;
    private boolean needsFacts;

    private Preparation(Turn turn, HostVars host, Predicate<String> notYetSet) {
      this.turn = turn;
      this.task = turn.task();
      this.host = host;
      this.notYetSet = notYetSet;
    }

    private Prepared prepare() {
      List<Prepared.Item> items = new ArrayList<>();
      if (task.loop().isEmpty()) {
        items.add(item(0, Optional.empty()));
      } else {
        loop(task.loop().get(), items);
      }
      return new Prepared(task.loop().isPresent(), items, lasting, needsFacts);
    }

    private void loop(Loop loop, List<Prepared.Item> items) {
      HostScope scope = scope(turn, host, Map.of(), notYetSet);
      try {
        for (Value one :
            LoopLookup.isOne(loop)
                ? new LoopLookup(turn, run).items(loop, templates.render(loop.over(), scope))
                : Loops.items(loop, templates.render(loop.over(), scope))) {
          items.add(item(items.size(), Optional.of(one)));
        }
      } catch (UnknownValueException e) {
        items.add(new Prepared.Item.NotYet(Optional.empty(), why(e)));
      } catch (BadInputException e) {
        // A loop over what is not defined is no problem where the task is skipped anyhow.
        items.add(
            item(0, Optional.empty()) instanceof Prepared.Item.Skipped skipped
                ? skipped
                : new Prepared.Item.Wrong(Optional.empty(), e.diagnostics()));
      } finally {
        note(scope);
      }
    }

    private Prepared.Item item(int index, Optional<Value> item) {
      HostScope scope = scope(turn, host, turn.local(index, item), notYetSet);
      try {
        Optional<Prepared.Item> skipped = skipped(scope, item);
        if (skipped.isPresent()) {
          return skipped.get();
        }
        ModuleSet.Entry<?, ?> entry =
            modules
                .find(task.module())
                .orElseThrow(() -> new IllegalStateException("preflight checks modules"));
        return new Prepared.Item.Ready(unit(entry, index, item, scope));
      } catch (UnknownValueException e) {
        return new Prepared.Item.NotYet(item, why(e));
      } catch (BadInputException e) {
        return new Prepared.Item.Wrong(item, e.diagnostics());
      } finally {
        note(scope);
      }
    }

    /** All conditions must hold: one that does not decides, even beside one that is unknown. */
    private Optional<Prepared.Item> skipped(HostScope scope, Optional<Value> item) {
      Optional<UnknownValueException> unknown = Optional.empty();
      for (Value condition : task.when()) {
        try {
          if (!templates.holds(condition, scope)) {
            return Optional.of(
                new Prepared.Item.Skipped(item, "the condition " + condition + " does not hold"));
          }
        } catch (UnknownValueException e) {
          unknown = unknown.or(() -> Optional.of(e));
        }
      }
      return unknown.map(e -> new Prepared.Item.NotYet(item, why(e)));
    }

    private <S extends Record, T> Unit<S, T> unit(
        ModuleSet.Entry<S, T> entry, int index, Optional<Value> item, HostScope scope) {
      AnyModule<S, T> module = entry.module();
      S spec =
          entry
              .reader()
              .read(
                  task.args(),
                  task.modulePlace(),
                  new TaskArgs(templates, files, redaction, turn, scope));
      return new Unit<>(
          turn,
          index,
          item,
          module,
          spec,
          task.promisedReadOnly() && module instanceof TaskModule<S, T> alone
              ? alone.probePromisedReadOnly(spec)
              : module.probe(spec),
          runAs(scope),
          task.conduct().delegateTo().flatMap(value -> delegate(value, scope)),
          environment(scope),
          limit(scope),
          task.noLog().map(value -> templates.holds(value, scope)).orElse(false));
    }

    private RunAs runAs(HostScope scope) {
      // As in Ansible: a variable of the host wins over the keyword, and the keyword over the
      // command line.
      boolean become =
          scope
              .lookup("ansible_become")
              .or(() -> task.become().become())
              .map(value -> templates.holds(value, scope))
              .orElse(options.become());
      if (!become) {
        return RunAs.LOGIN;
      }
      return RunAs.user(
          scope
              .lookup("ansible_become_user")
              .or(() -> task.become().user())
              .map(value -> userName(value, templates.render(value, scope).toString()))
              .or(() -> options.becomeUser().map(UserName::of))
              .orElse(UserName.ROOT));
    }

    /** The other host that is worked on; none when it is the host itself. */
    private Optional<HostName> delegate(Value written, HostScope scope) {
      String name = templates.render(written, scope).toString();
      try {
        return Optional.of(new HostName(name)).filter(other -> !other.equals(host.host()));
      } catch (IllegalArgumentException e) {
        throw new BadInputException(
            Diagnostic.error(
                "Invalid host name", written.place(), "\"delegate_to\" " + e.getMessage() + "."));
      }
    }

    private UserName userName(Value written, String name) {
      try {
        return UserName.of(name);
      } catch (IllegalArgumentException e) {
        throw new BadInputException(
            Diagnostic.error(
                "Invalid user name", written.place(), "\"become_user\" " + e.getMessage() + "."));
      }
    }

    private Optional<Duration> limit(HostScope scope) {
      return task.conduct()
          .timeout()
          .map(value -> templates.render(value, scope))
          .filter(value -> value.toString().strip().matches("[0-9]{1,9}"))
          .map(value -> Duration.ofSeconds(Long.parseLong(value.toString().strip())))
          .filter(Duration::isPositive);
    }

    private Map<String, String> environment(HostScope scope) {
      Map<String, String> all = new TreeMap<>();
      for (Value layer : task.environment()) {
        Value rendered = templates.render(layer, scope);
        if (!(rendered instanceof Value.Entries entries)) {
          throw new BadInputException(
              Diagnostic.error(
                  "Invalid environment",
                  layer.place(),
                  "\"environment\" must be a mapping, but was " + rendered.kind() + "."));
        }
        entries.map().forEach((name, value) -> all.put(name, value.toString()));
      }
      return all;
    }

    private void note(HostScope scope) {
      lasting &= !scope.touchedChanging() && !scope.needsFacts();
      needsFacts |= scope.needsFacts();
    }

    private static String why(UnknownValueException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
