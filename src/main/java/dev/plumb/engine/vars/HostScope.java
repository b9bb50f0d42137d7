package dev.plumb.engine.vars;

import dev.plumb.diagnostic.Place;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Role;
import dev.plumb.playbook.Task;
import dev.plumb.template.Scope;
import dev.plumb.value.Value;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The variables that a task sees on a host, in Ansible's order of precedence (strongest first):
 * magic variables, extra vars, loop variables, role params, registered and set_fact, task and
 * import vars, role vars, play vars, facts, inventory, role defaults.
 *
 * <p>Created for each rendering. Records which variables were used that the run may still change,
 * so that a caller knows how long the result is valid.
 */
public final class HostScope implements Scope {

  private final RunVars run;
  private final HostVars host;
  private final Play play;
  private final Optional<Task> task;
  private final Map<String, Value> local;
  private final Predicate<String> notYetSet;

  private boolean usedMissingFacts;
  private boolean usedTaskResults;

  /**
   * @param local the loop's variables and, in conditions on results, the registered result
   * @param notYetSet names that earlier tasks set but have not set yet
   */
  public HostScope(
      RunVars run,
      HostVars host,
      Play play,
      Optional<Task> task,
      Map<String, Value> local,
      Predicate<String> notYetSet) {
    this.run = run;
    this.host = host;
    this.play = play;
    this.task = task;
    this.local = local;
    this.notYetSet = notYetSet;
  }

  /** Returns whether a fact was used that is not gathered yet. */
  public boolean needsFacts() {
    return usedMissingFacts;
  }

  /** Returns whether a variable was used that tasks of this run set. */
  public boolean usedTaskResults() {
    return usedTaskResults;
  }

  @Override
  public Optional<Value> lookup(String name) {
    if (RunVars.MAGIC_VARIABLES.contains(name)) {
      usedTaskResults |= name.equals("hostvars") || run.isSetByTask(name);
      return run.magic(name, host, play, task, notYetSet);
    }
    Optional<Value> found = pick(run.extra(), name).or(() -> pick(local, name));
    if (found.isPresent()) {
      return found;
    }
    Optional<Role> role = task.flatMap(task -> task.location().role());
    if (run.isSetByTask(name)) {
      usedTaskResults = true;
      if (notYetSet.test(name)) {
        return Optional.of(
            new Value.Unknown("\"" + name + "\" is set by a task that has not run", Place.NONE));
      }
    }
    return role.flatMap(r -> pick(r.params().map(), name))
        .or(() -> pick(host.set(), name))
        .or(() -> task.flatMap(t -> pick(t.inherited().vars().map(), name)))
        .or(() -> role.flatMap(r -> pick(r.vars().map(), name)))
        .or(() -> pick(play.vars().map(), name))
        .or(() -> host.facts().flatMap(facts -> pick(facts, name)))
        .or(() -> missingFact(name))
        .or(() -> pick(host.inventory(), name))
        .or(() -> role.flatMap(r -> pick(r.defaults().map(), name)));
  }

  private Optional<Value> missingFact(String name) {
    if (!play.gatherFacts() || host.facts().isPresent() || !run.isFact(name)) {
      return Optional.empty();
    }
    usedMissingFacts = true;
    return Optional.of(
        new Value.Unknown("\"" + name + "\" is a fact that is not gathered yet", Place.NONE));
  }

  private static Optional<Value> pick(Map<String, Value> vars, String name) {
    return Optional.ofNullable(vars.get(name));
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(RunVars.MAGIC_VARIABLES);
    names.addAll(run.extra().keySet());
    names.addAll(local.keySet());
    names.addAll(host.set().keySet());
    task.ifPresent(t -> names.addAll(t.inherited().vars().map().keySet()));
    task.flatMap(task -> task.location().role())
        .ifPresent(
            role -> {
              names.addAll(role.params().map().keySet());
              names.addAll(role.vars().map().keySet());
              names.addAll(role.defaults().map().keySet());
            });
    names.addAll(play.vars().map().keySet());
    host.facts().ifPresent(facts -> names.addAll(facts.keySet()));
    names.addAll(host.inventory().keySet());
    return names;
  }
}
