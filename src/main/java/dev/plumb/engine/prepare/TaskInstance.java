package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.module.Effect;
import dev.plumb.playbook.Include;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A task at its position in a run: a role that is used twice has two instances of each task.
 * Compared by identity.
 */
public final class TaskInstance {

  private static final int MAX_DEPTH = 50;

  private final Play play;
  private final Task task;
  private final Set<String> variablesSet;
  private final int depth;

  /** The included tasks by what was included. */
  private final Map<Object, Included> included = new ConcurrentHashMap<>();

  /** Included tasks, and the handlers of their roles. */
  public record Included(List<TaskInstance> instances, List<TaskInstance> handlers) {}

  TaskInstance(Play play, Task task) {
    this(play, task, 0);
  }

  private TaskInstance(Play play, Task task, int depth) {
    this.depth = depth;
    this.play = play;
    this.task = task;
    this.variablesSet = RunVars.variablesSetBy(task);
  }

  public static List<TaskInstance> of(Play play, List<Task> tasks) {
    return tasks.stream().map(task -> new TaskInstance(play, task)).toList();
  }

  public Play play() {
    return play;
  }

  public Task task() {
    return task;
  }

  /** Returns the loop variables for an item. */
  public Map<String, Value> loopVars(int index, Optional<Value> item) {
    Map<String, Value> local = new LinkedHashMap<>();
    task.loop()
        .ifPresent(
            loop -> {
              item.ifPresent(value -> local.put(loop.itemVar(), value));
              loop.indexVar().ifPresent(name -> local.put(name, Value.number(index)));
            });
    return local;
  }

  /**
   * Reads the tasks that a call of it includes, and checks them like those of a playbook. Reads
   * them once, however many hosts include them.
   *
   * @throws BadInputException with all problems of the included tasks
   */
  public Included include(ModuleCall<?, ?> call, Preparer preparer) {
    List<TaskInstance> instances = new ArrayList<>();
    List<TaskInstance> handlers = new ArrayList<>();
    for (Effect effect : call.effects()) {
      if (effect instanceof Effect.ReadInclude(Map<String, String> what)) {
        Included found = include(what, loopVars(call.index(), call.item()), preparer);
        instances.addAll(found.instances());
        handlers.addAll(found.handlers());
      }
    }
    return new Included(instances, handlers);
  }

  private Included include(
      Map<String, String> what, Map<String, Value> loopVars, Preparer preparer) {
    if (depth == MAX_DEPTH) {
      throw new BadInputException(
          Diagnostic.error(
              "Include cycle",
              task.location().module(),
              "Includes are nested %d levels deep. Check whether this task includes itself."
                  .formatted(MAX_DEPTH)));
    }
    return included.computeIfAbsent(
        List.of(what, loopVars),
        _ -> {
          Include.IncludedTasks found = task.include().orElseThrow().read(what);
          Included read =
              new Included(
                  found.tasks().stream()
                      .filter(preparer::isSelected)
                      .map(each -> new TaskInstance(play, each.withOuterVars(loopVars), depth + 1))
                      .toList(),
                  TaskInstance.of(play, found.handlers()));
          preparer.incorporate(read);
          return read;
        });
  }

  /** Returns the tasks that a call of it has included already. */
  public List<List<TaskInstance>> included(ModuleCall<?, ?> call) {
    List<List<TaskInstance>> known = new ArrayList<>();
    for (Effect effect : call.effects()) {
      if (effect instanceof Effect.ReadInclude(Map<String, String> what)) {
        Included found = included.get(List.of(what, loopVars(call.index(), call.item())));
        if (found != null) {
          known.add(found.instances());
        }
      }
    }
    return known;
  }

  /** Returns this instance and all that it has included. */
  public Stream<TaskInstance> withIncluded() {
    return Stream.concat(
        Stream.of(this),
        included.values().stream()
            .flatMap(each -> each.instances().stream())
            .flatMap(TaskInstance::withIncluded));
  }

  /** Returns the names of the variables that it sets. */
  public Set<String> variablesSet() {
    return variablesSet;
  }

  /** Returns the handlers that a notification by this name runs. */
  public static List<TaskInstance> named(String name, List<TaskInstance> handlers) {
    return handlers.stream()
        .filter(
            handler ->
                handler.task().name().equals(Value.text(name))
                    || handler.task().listen().contains(name))
        .toList();
  }
}
