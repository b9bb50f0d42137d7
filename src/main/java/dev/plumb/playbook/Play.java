package dev.plumb.playbook;

import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/**
 * The tasks for a group of hosts.
 *
 * @param name the name as written; default: the host pattern
 * @param hosts the host pattern, possibly with templates
 * @param vars the play's own variables, not yet rendered
 * @param prompts variables to prompt for before the run
 * @param gatherFacts whether facts are allowed; they are gathered only when used
 * @param rollout the order and batches of hosts
 * @param tasks the tasks with roles and imports resolved and inherited keywords merged
 * @param handlers the handlers, which run in this order at the end of the play when notified
 */
public record Play(
    String name,
    Place place,
    Value hosts,
    Value.Entries vars,
    List<Prompt> prompts,
    boolean gatherFacts,
    Rollout rollout,
    List<Task> tasks,
    List<Task> handlers) {
  public Play {
    prompts = List.copyOf(prompts);
    tasks = List.copyOf(tasks);
    handlers = List.copyOf(handlers);
  }

  /** Returns the same play with other tasks. */
  public Play withTasks(List<Task> others) {
    return new Play(name, place, hosts, vars, prompts, gatherFacts, rollout, others, handlers);
  }

  /** Returns the same play with the answers as variables and without prompts. */
  public Play withPromptAnswers(Map<String, Value> answers) {
    return new Play(
        name,
        place,
        hosts,
        vars.overriddenBy(Value.map(answers)),
        List.of(),
        gatherFacts,
        rollout,
        tasks,
        handlers);
  }
}
