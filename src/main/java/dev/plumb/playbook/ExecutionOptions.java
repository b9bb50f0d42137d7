package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.Optional;

/**
 * Keywords that control how a task is executed, independent of its module.
 *
 * @param delegateTo the host to run on instead of the task's own host
 * @param delegateFacts whether gathered facts belong to the delegated host
 * @param runOnce whether it runs on one host on behalf of all
 * @param anyErrorsFatal whether a failure on one host stops the play on all
 * @param ignoreUnreachable whether an unreachable host stays in the play
 * @param checkOnly whether it only checks, also in an apply
 * @param diff whether to show changed lines of files; the command line decides when absent
 * @param throttle the maximum number of concurrent hosts
 * @param timeout the timeout of each command in seconds; 0 means the default
 */
public record ExecutionOptions(
    Optional<Value> delegateTo,
    boolean delegateFacts,
    boolean runOnce,
    boolean anyErrorsFatal,
    boolean ignoreUnreachable,
    boolean checkOnly,
    Optional<Boolean> diff,
    Optional<Value> throttle,
    Optional<Value> timeout) {

  /** The options of a task with none of these keywords. */
  public static final ExecutionOptions DEFAULT =
      new ExecutionOptions(
          Optional.empty(),
          false,
          false,
          false,
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
