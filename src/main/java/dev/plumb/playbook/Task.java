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
 * One task: the arguments of a module and the keywords around them, not rendered.
 *
 * @param name as written, possibly with templates; default: the module's name
 * @param module the key that names the module, without {@code ansible.builtin.}
 * @param args the module's value: a mapping, or a text for free-form modules and {@code k=v} pairs
 * @param traits what the module declares about the task
 * @param loop the items to run it for
 * @param register the variable that stores the result
 * @param changedWhen expressions that must all be true for the task to count as changed; default:
 *     the module decides
 * @param failedWhen expressions that must all be true for the task to count as failed; default: the
 *     module decides
 * @param notifies handlers to run at the end of the play if the task changed something
 * @param listen for a handler: additional names that notify it
 * @param declaredReadOnly whether the playbook sets both {@code changed_when: false} and {@code
 *     check_mode: false}: the task may then run ahead, and in a check
 * @param include the tasks to include when it runs
 */
public record Task(
    Value name,
    String module,
    Value args,
    Set<ModuleTrait> traits,
    Location location,
    Inherited inherited,
    Optional<Loop> loop,
    Optional<String> register,
    Optional<List<Value>> changedWhen,
    Optional<List<Value>> failedWhen,
    Optional<Retry> retry,
    List<String> notifies,
    List<String> listen,
    boolean declaredReadOnly,
    Optional<Include> include) {

  /** Creates a task that has only a module and its arguments. */
  public static Task plain(
      String module,
      Value args,
      Place place,
      ModuleRegistry modules,
      Set<String> tags,
      String folder) {
    return new Task(
        Value.text(module),
        module,
        args,
        modules.traits(module, args),
        new Location(place, place, Optional.empty(), folder, List.of()),
        Inherited.ofTags(tags),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        Optional.empty());
  }

  /** Returns whether the task's module declares a trait for it. */
  public boolean has(ModuleTrait trait) {
    return traits.contains(trait);
  }

  /** Returns the same task with an include. */
  public Task withInclude(Include other) {
    return with(inherited, Optional.of(other));
  }

  /** Returns the same task with additional variables, which its own override. */
  public Task withOuterVars(Map<String, Value> outer) {
    return outer.isEmpty()
        ? this
        : with(inherited.withVars(Value.map(outer).overriddenBy(inherited.vars())), include);
  }

  private Task with(Inherited otherInherited, Optional<Include> otherInclude) {
    return new Task(
        name,
        module,
        args,
        traits,
        location,
        otherInherited,
        loop,
        register,
        changedWhen,
        failedWhen,
        retry,
        notifies,
        listen,
        declaredReadOnly,
        otherInclude);
  }
}
