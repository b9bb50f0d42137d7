package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
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
final class Turn {

  /** What a rescue sees of the task that failed, by the names that Ansible has for it. */
  static final String FAILED_TASK = "ansible_failed_task";

  private static final int DEEPEST = 50;

  static final String FAILED_RESULT = "ansible_failed_result";

  private final Play play;
  private final Task task;
  private final Set<String> sets;
  private final int depth;

  /** What it brought in, by what was asked for. */
  private final Map<Object, Included> included = new ConcurrentHashMap<>();

  /** Tasks that came in, as turns of their own, and the handlers of their roles. */
  record Included(List<Turn> turns, List<Turn> handlers) {}

  Turn(Play play, Task task) {
    this(play, task, 0);
  }

  private Turn(Play play, Task task, int depth) {
    this.depth = depth;
    this.play = play;
    this.task = task;
    this.sets = RunVars.setBy(task);
  }

  static List<Turn> of(Play play, List<Task> tasks) {
    return tasks.stream().map(task -> new Turn(play, task)).toList();
  }

  Play play() {
    return play;
  }

  Task task() {
    return task;
  }

  /** The variables of an item of its loop. */
  Map<String, Value> local(int index, Optional<Value> item) {
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
  Included include(Map<String, String> what, int index, Optional<Value> item, Preparer preparer) {
    if (depth == DEEPEST) {
      throw new BadInputException(
          Diagnostic.error(
              "Include in a circle",
              task.modulePlace(),
              "Tasks include tasks %d levels deep. Is this one among those that it includes?"
                  .formatted(DEEPEST)));
    }
    Map<String, Value> local = local(index, item);
    return included.computeIfAbsent(
        List.of(what, local),
        _ -> {
          Include.Found found = task.include().orElseThrow().read(what);
          Included read =
              new Included(
                  found.tasks().stream()
                      .filter(preparer::selects)
                      .map(each -> new Turn(play, each.withOuter(local), depth + 1))
                      .toList(),
                  Turn.of(play, found.handlers()));
          preparer.learn(read);
          return read;
        });
  }

  /** What was brought in already. */
  Optional<Included> included(Map<String, String> what, int index, Optional<Value> item) {
    return Optional.ofNullable(included.get(List.of(what, local(index, item))));
  }

  /** Itself and all that it brought in already. */
  Stream<Turn> withIncluded() {
    return Stream.concat(
        Stream.of(this),
        included.values().stream()
            .flatMap(each -> each.turns().stream())
            .flatMap(Turn::withIncluded));
  }

  /** The variables that it sets when it runs. */
  Set<String> sets() {
    return sets;
  }
}
