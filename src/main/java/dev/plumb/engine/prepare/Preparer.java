package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.files.LocalFiles;
import dev.plumb.engine.vars.ConnectionOptions;
import dev.plumb.engine.vars.HostScope;
import dev.plumb.engine.vars.HostVars;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.inventory.Inventory;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.PlumbModule;
import dev.plumb.module.TaskModule;
import dev.plumb.playbook.Loop;
import dev.plumb.playbook.Task;
import dev.plumb.remote.RunAs;
import dev.plumb.template.Templates;
import dev.plumb.value.HostName;
import dev.plumb.value.Redaction;
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
 * Prepares the {@link ModuleCall}s of a task for a host: evaluates {@code loop} and {@code when},
 * renders the arguments, reads the spec. Asks no host. Any thread may call it.
 */
public final class Preparer {

  private final RunVars run;
  private final ModuleRegistry modules;
  private final Templates templates;
  private final LocalFiles files;
  private final Redaction redaction;
  private final TagFilter tags;
  private final ConnectionOptions connection;
  private final AtomicInteger generation = new AtomicInteger();

  public Preparer(
      RunVars run,
      ModuleRegistry modules,
      Templates templates,
      LocalFiles files,
      Redaction redaction,
      TagFilter tags,
      ConnectionOptions connection) {
    this.run = run;
    this.modules = modules;
    this.templates = templates;
    this.files = files;
    this.redaction = redaction;
    this.tags = tags;
    this.connection = connection;
  }

  /**
   * @param notYetSet variables that earlier tasks set but have not set yet
   */
  public PreparedTask prepare(TaskInstance instance, HostVars host, Predicate<String> notYetSet) {
    return new Preparation(instance, host, notYetSet).prepare();
  }

  /** Returns a number that changes when prepared tasks may have become invalid. */
  public int generation() {
    return generation.get();
  }

  /** Returns whether the tags select a task. */
  public boolean isSelected(Task task) {
    return tags.selects(task.inherited().tags());
  }

  /**
   * Tasks that have come in.
   *
   * @throws BadInputException with everything that can be found wrong in them
   */
  void incorporate(TaskInstance.Included found) {
    List<Diagnostic> problems = new StaticChecks(modules, templates).check(found);
    if (!problems.isEmpty()) {
      throw new BadInputException(problems);
    }
    boolean newNames = false;
    for (TaskInstance instance : found.instances()) {
      newNames |= run.addTask(instance.task());
    }
    for (TaskInstance handler : found.handlers()) {
      newNames |= run.addTask(handler.task());
    }
    if (newNames) {
      generation.incrementAndGet();
    }
  }

  /** Replaces the inventory after tasks have changed it. */
  public void incorporate(Inventory changed) {
    run.setInventory(changed);
    generation.incrementAndGet();
  }

  /** Returns the task's module if it is a cluster module. */
  public Optional<ClusterModule<?, ?>> clusterModule(TaskInstance instance) {
    return modules
        .find(instance.task().module())
        .flatMap(
            entry ->
                entry.module() instanceof ClusterModule<?, ?> module
                    ? Optional.of(module)
                    : Optional.empty());
  }

  /** Returns the rendered name, or the name as written if it cannot be rendered. */
  public String name(TaskInstance instance, HostVars host) {
    try {
      return templates
          .render(instance.task().name(), scope(instance, host, Map.of(), _ -> false))
          .toString();
    } catch (UnknownValueException | BadInputException e) {
      return instance.task().name().toString();
    }
  }

  /** Evaluates an expression on a host with local variables. */
  public boolean holds(
      Value expression, TaskInstance instance, HostVars host, Map<String, Value> local) {
    return templates.holds(expression, scope(instance, host, local, _ -> false));
  }

  public Value render(Value value, TaskInstance instance, HostVars host, Map<String, Value> local) {
    return templates.render(value, scope(instance, host, local, _ -> false));
  }

  private HostScope scope(
      TaskInstance instance, HostVars host, Map<String, Value> local, Predicate<String> notYetSet) {
    return new HostScope(
        run, host, instance.play(), Optional.of(instance.task()), local, notYetSet);
  }

  /** One task on one host. */
  private final class Preparation {

    private final TaskInstance instance;
    private final Task task;
    private final HostVars host;
    private final Predicate<String> notYetSet;

    private boolean cacheable = true;
    private boolean needsFacts;

    private Preparation(TaskInstance instance, HostVars host, Predicate<String> notYetSet) {
      this.instance = instance;
      this.task = instance.task();
      this.host = host;
      this.notYetSet = notYetSet;
    }

    private PreparedTask prepare() {
      List<PreparedTask.Item> items = new ArrayList<>();
      if (task.loop().isEmpty()) {
        items.add(item(0, Optional.empty()));
      } else {
        loop(task.loop().get(), items);
      }
      return new PreparedTask(task.loop().isPresent(), items, cacheable, needsFacts);
    }

    private void loop(Loop loop, List<PreparedTask.Item> items) {
      HostScope scope = scope(instance, host, Map.of(), notYetSet);
      try {
        for (Value one :
            LoopLookup.isLookup(loop)
                ? new LoopLookup(instance, run).items(loop, templates.render(loop.over(), scope))
                : Loops.items(loop, templates.render(loop.over(), scope))) {
          items.add(item(items.size(), Optional.of(one)));
        }
      } catch (UnknownValueException e) {
        items.add(new PreparedTask.Item.Deferred(Optional.empty(), reason(e)));
      } catch (BadInputException e) {
        // An undefined loop is no problem if the task is skipped anyway.
        items.add(
            item(0, Optional.empty()) instanceof PreparedTask.Item.Skipped skipped
                ? skipped
                : new PreparedTask.Item.Invalid(Optional.empty(), e.diagnostics()));
      } finally {
        trackUse(scope);
      }
    }

    private PreparedTask.Item item(int index, Optional<Value> item) {
      HostScope scope = scope(instance, host, instance.loopVars(index, item), notYetSet);
      try {
        Optional<PreparedTask.Item> skipped = skipped(scope, item);
        if (skipped.isPresent()) {
          return skipped.get();
        }
        ModuleRegistry.RegisteredModule<?, ?> entry =
            modules
                .find(task.module())
                .orElseThrow(() -> new IllegalStateException("preflight checks modules"));
        return new PreparedTask.Item.Ready(call(entry, index, item, scope));
      } catch (UnknownValueException e) {
        return new PreparedTask.Item.Deferred(item, reason(e));
      } catch (BadInputException e) {
        return new PreparedTask.Item.Invalid(item, e.diagnostics());
      } finally {
        trackUse(scope);
      }
    }

    /** One condition that does not hold skips the task, even beside an unknown one. */
    private Optional<PreparedTask.Item> skipped(HostScope scope, Optional<Value> item) {
      Optional<UnknownValueException> unknown = Optional.empty();
      for (Value condition : task.inherited().when()) {
        try {
          if (!templates.holds(condition, scope)) {
            return Optional.of(
                new PreparedTask.Item.Skipped(
                    item, "the condition " + condition + " does not hold"));
          }
        } catch (UnknownValueException e) {
          unknown = unknown.or(() -> Optional.of(e));
        }
      }
      return unknown.map(e -> new PreparedTask.Item.Deferred(item, reason(e)));
    }

    private <S extends Record, T> ModuleCall<S, T> call(
        ModuleRegistry.RegisteredModule<S, T> entry,
        int index,
        Optional<Value> item,
        HostScope scope) {
      PlumbModule<S, T> module = entry.module();
      S spec =
          entry
              .reader()
              .read(
                  task.args(),
                  task.location().module(),
                  new RenderedArgs(templates, files, redaction, instance, scope));
      return new ModuleCall<>(
          instance,
          index,
          item,
          module,
          spec,
          task.declaredReadOnly() && module instanceof TaskModule<S, T> alone
              ? alone.probePromisedReadOnly(spec)
              : module.probe(spec),
          runAs(scope),
          task.inherited().options().delegateTo().flatMap(value -> delegate(value, scope)),
          environment(scope),
          timeout(scope),
          task.inherited().noLog().map(value -> templates.holds(value, scope)).orElse(false));
    }

    private RunAs runAs(HostScope scope) {
      // As in Ansible: a variable of the host overrides the keyword, and the keyword overrides the
      // command line.
      boolean become =
          scope
              .lookup("ansible_become")
              .or(() -> task.inherited().become().become())
              .map(value -> templates.holds(value, scope))
              .orElse(connection.become());
      if (!become) {
        return RunAs.LOGIN;
      }
      return RunAs.user(
          scope
              .lookup("ansible_become_user")
              .or(() -> task.inherited().become().user())
              .map(value -> userName(value, templates.render(value, scope).toString()))
              .or(() -> connection.becomeUser().map(UserName::of))
              .orElse(UserName.ROOT));
    }

    /** The host that the task is delegated to, if it is another one. */
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

    private Optional<Duration> timeout(HostScope scope) {
      return task.inherited()
          .options()
          .timeout()
          .map(value -> templates.render(value, scope))
          .filter(value -> value.toString().strip().matches("[0-9]{1,9}"))
          .map(value -> Duration.ofSeconds(Long.parseLong(value.toString().strip())))
          .filter(Duration::isPositive);
    }

    private Map<String, String> environment(HostScope scope) {
      Map<String, String> all = new TreeMap<>();
      for (Value layer : task.inherited().environment()) {
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

    private void trackUse(HostScope scope) {
      cacheable &= !scope.usedTaskResults() && !scope.needsFacts();
      needsFacts |= scope.needsFacts();
    }

    private static String reason(UnknownValueException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
