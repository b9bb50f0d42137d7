package dev.plumb.playbook;

import dev.plumb.diagnostic.Place;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/**
 * What a group of hosts shall be like.
 *
 * @param name as written, or the hosts pattern
 * @param hosts the pattern that says which hosts, perhaps with templates
 * @param vars the play's own variables, not yet rendered
 * @param prompts variables to ask for before the run begins
 * @param gatherFacts whether facts may be asked of the hosts; they are asked only when used
 * @param rollout how it goes over the hosts
 * @param tasks roles and imports in place, keywords of play, role and import merged into each
 * @param handlers run at the end of the play, each at most once, in this order, when notified
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

  /** The same play with other tasks. */
  public Play withTasks(List<Task> others) {
    return new Play(name, place, hosts, vars, prompts, gatherFacts, rollout, others, handlers);
  }

  /** The same play with what was answered; nothing is left to ask. */
  public Play withPromptAnswers(Map<String, Value> answers) {
    return new Play(
        name,
        place,
        hosts,
        Fields.merge(vars, Value.map(answers)),
        List.of(),
        gatherFacts,
        rollout,
        tasks,
        handlers);
  }
}
