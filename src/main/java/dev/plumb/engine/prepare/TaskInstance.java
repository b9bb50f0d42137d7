package dev.plumb.engine.prepare;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.playbook.Include;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A task's place in a run: the same task of a role that is used twice has two. Compared by
 * identity.
 */
public final class TaskInstance {

  /** What a rescue sees of the task that failed, by the names that Ansible has for it. */
  public static final String FAILED_TASK = "ansible_failed_task";

  private static final int MAX_DEPTH = 50;

  public static final String FAILED_RESULT = "ansible_failed_result";

  private final Play play;
  private final Task task;
  private final Set<String> variablesSet;
  private final int depth;

  /** What it brought in, by what was asked for. */
  private final Map<Object, Included> included = new ConcurrentHashMap<>();

  /** Tasks that came in, as turns of their own, and the handlers of their roles. */
  public record Included(List<TaskInstance> turns, List<TaskInstance> handlers) {}

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

  /** The variables of an item of its loop. */
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
   * What it brings in for an item of its loop; read once, however many hosts come to it.
   *
   * @param preparer told what was read
   * @throws BadInputException with all that is wrong in it
   */
  public Included include(
      Map<String, String> what, int index, Optional<Value> item, Preparer preparer) {
    if (depth == MAX_DEPTH) {
      throw new BadInputException(
          Diagnostic.error(
              "Include in a circle",
              task.modulePlace(),
              "Tasks include tasks %d levels deep. Is this one among those that it includes?"
                  .formatted(MAX_DEPTH)));
    }
    Map<String, Value> local = loopVars(index, item);
    return included.computeIfAbsent(
        List.of(what, local),
        _ -> {
          Include.IncludedTasks found = task.include().orElseThrow().read(what);
          Included read =
              new Included(
                  found.tasks().stream()
                      .filter(preparer::isSelected)
                      .map(each -> new TaskInstance(play, each.withOuterVars(local), depth + 1))
                      .toList(),
                  TaskInstance.of(play, found.handlers()));
          preparer.incorporate(read);
          return read;
        });
  }

  /** What was brought in already. */
  public Optional<Included> included(Map<String, String> what, int index, Optional<Value> item) {
    return Optional.ofNullable(included.get(List.of(what, loopVars(index, item))));
  }

  /** Itself and all that it brought in already. */
  public Stream<TaskInstance> withIncluded() {
    return Stream.concat(
        Stream.of(this),
        included.values().stream()
            .flatMap(each -> each.turns().stream())
            .flatMap(TaskInstance::withIncluded));
  }

  /** The variables that it sets when it runs. */
  public Set<String> variablesSet() {
    return variablesSet;
  }
}
