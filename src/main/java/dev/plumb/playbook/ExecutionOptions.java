package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keywords that control how a task is executed, independent of its module.
 *
 * @param blockPositions the enclosing blocks, outermost first
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
    List<Block.Position> blockPositions,
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
          List.of(),
          Optional.empty(),
          false,
          false,
          false,
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public ExecutionOptions {
    blockPositions = List.copyOf(blockPositions);
  }

  /** Returns these options, overridden by those of an inner import, block or task. */
  ExecutionOptions overriddenBy(Fields inner) {
    return new ExecutionOptions(
        blockPositions,
        inner.text("delegate_to").or(() -> delegateTo),
        inner.flag("delegate_facts").orElse(delegateFacts),
        inner.flag("run_once").orElse(runOnce),
        inner.flag("any_errors_fatal").orElse(anyErrorsFatal),
        inner.flag("ignore_unreachable").orElse(ignoreUnreachable),
        inner.flag("check_mode").orElse(checkOnly),
        inner.flag("diff").or(() -> diff),
        inner.has("throttle") ? Optional.of(inner.number("throttle", 0)) : throttle,
        inner.has("timeout") ? Optional.of(inner.number("timeout", 0)) : timeout);
  }

  ExecutionOptions inBlock(Block block, Block.Part part) {
    List<Block.Position> all = new ArrayList<>(blockPositions);
    all.add(new Block.Position(block, part));
    return new ExecutionOptions(
        all,
        delegateTo,
        delegateFacts,
        runOnce,
        anyErrorsFatal,
        ignoreUnreachable,
        checkOnly,
        diff,
        throttle,
        timeout);
  }
}
