package dev.plumb.playbook;

import dev.plumb.diagnostic.Place;
import dev.plumb.module.ModuleRegistry;
import dev.plumb.module.ModuleTrait;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One thing to keep: a module's arguments and the keywords around them, not yet rendered.
 *
 * @param name as written, perhaps with templates; the module's name when absent there
 * @param place of the task's first key
 * @param module the key that names the module, without {@code ansible.builtin.}
 * @param args the module's value: a mapping, or a text for free-form modules and {@code k=v} pairs
 * @param modulePlace of that key
 * @param vars variables of the task and of the imports around it
 * @param when expressions that must all hold, outermost first
 * @param loop what it is done once for each of
 * @param register the variable that keeps the result
 * @param become who runs it
 * @param environment variables for what it runs, outermost first, later ones win
 * @param tags those of play, role, import and task
 * @param ignoreErrors true, or an expression
 * @param changedWhen expressions that must all hold for the task to count as changed; absent: as
 *     the module says
 * @param failedWhen expressions that must all hold for the task to count as failed; absent: as the
 *     module says
 * @param noLog true, or an expression: arguments and results are left out of every output
 * @param retry until, retries, delay
 * @param notifies handlers to run at the end of the play when this changed something
 * @param listen for a handler: other names it answers to
 * @param declaredReadOnly whether the playbook says both {@code changed_when: false} and {@code
 *     check_mode: false}: the task may then be asked early, and in a check
 * @param conduct how it is carried out
 * @param include what it brings in when its turn comes
 * @param traits what the module declares about the task
 * @param role the role it came with
 * @param folder the folder of the file it stands in
 */
public record Task(
    Value name,
    Place place,
    String module,
    Value args,
    Place modulePlace,
    Set<ModuleTrait> traits,
    Value.Entries vars,
    List<Value> when,
    Optional<Loop> loop,
    Optional<String> register,
    Become become,
    List<Value> environment,
    Set<String> tags,
    Optional<Value> ignoreErrors,
    Optional<List<Value>> changedWhen,
    Optional<List<Value>> failedWhen,
    Optional<Value> noLog,
    Optional<Retry> retry,
    List<String> notifies,
    List<String> listen,
    boolean declaredReadOnly,
    ExecutionOptions conduct,
    Optional<Include> include,
    Optional<Role> role,
    String folder) {

  /** A task that has nothing but a module and its arguments. */
  public static Task plain(
      String module,
      Value args,
      Place place,
      ModuleRegistry modules,
      Set<String> tags,
      String folder) {
    return new Task(
        Value.text(module),
        place,
        module,
        args,
        place,
        modules.traits(module, args),
        Value.map(Map.of()),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Become.UNSET,
        List.of(),
        tags,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        ExecutionOptions.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        folder);
  }

  /** Returns whether the task's module declares a trait for it. */
  public boolean has(ModuleTrait trait) {
    return traits.contains(trait);
  }

  /** The same task, which brings in others. */
  Task with(Include other) {
    return with(vars, Optional.of(other));
  }

  /** The same task with more variables, weaker than its own. */
  public Task withOuterVars(Map<String, Value> outer) {
    return outer.isEmpty() ? this : with(Fields.merge(Value.map(outer), vars), include);
  }

  private Task with(Value.Entries otherVars, Optional<Include> otherInclude) {
    return new Task(
        name,
        place,
        module,
        args,
        modulePlace,
        traits,
        otherVars,
        when,
        loop,
        register,
        become,
        environment,
        tags,
        ignoreErrors,
        changedWhen,
        failedWhen,
        noLog,
        retry,
        notifies,
        listen,
        declaredReadOnly,
        conduct,
        otherInclude,
        role,
        folder);
  }
}
