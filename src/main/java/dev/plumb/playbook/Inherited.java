package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keywords of a task that plays, blocks, roles and imports pass on to it, merged with its own.
 *
 * @param when expressions that must all be true, outermost first
 * @param become the user that runs it
 * @param environment variables for its commands, outermost first; later ones override earlier ones
 * @param tags those of play, role, import and task
 * @param ignoreErrors true, or an expression
 * @param noLog true, or an expression: whether to hide arguments and results in every output
 * @param options how it is executed
 * @param moduleDefaults default arguments by module
 */
public record Inherited(
    Value.Entries vars,
    List<Value> when,
    Become become,
    List<Value> environment,
    Set<String> tags,
    Optional<Value> ignoreErrors,
    Optional<Value> noLog,
    ExecutionOptions options,
    Value.Entries moduleDefaults) {

  /** No keywords. */
  public static final Inherited NONE = ofTags(Set.of());

  /** Returns keywords that consist only of tags. */
  static Inherited ofTags(Set<String> tags) {
    return new Inherited(
        Value.Entries.EMPTY,
        List.of(),
        Become.UNSET,
        List.of(),
        tags,
        Optional.empty(),
        Optional.empty(),
        ExecutionOptions.DEFAULT,
        Value.Entries.EMPTY);
  }

  /** Returns the same keywords with other variables. */
  public Inherited withVars(Value.Entries others) {
    return new Inherited(
        others, when, become, environment, tags, ignoreErrors, noLog, options, moduleDefaults);
  }
}
