package dev.plumb.engine;

import dev.plumb.playbook.Play;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A task's place in a run: the same task of a role that is used twice has two. Compared by
 * identity.
 */
final class Turn {

  /** What a rescue sees of the task that failed, by the names that Ansible has for it. */
  static final String FAILED_TASK = "ansible_failed_task";

  static final String FAILED_RESULT = "ansible_failed_result";

  private final Play play;
  private final Task task;
  private final Set<String> sets;

  Turn(Play play, Task task) {
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

  /** The variables that it sets when it runs. */
  Set<String> sets() {
    return sets;
  }
}
