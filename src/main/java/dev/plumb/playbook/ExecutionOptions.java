package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a task is carried out, beside what it keeps.
 *
 * @param blockPositions that it stands in, outermost first
 * @param delegateTo the host that is looked at and changed in place of the one it is for
 * @param delegateFacts whether facts it finds are that host's
 * @param runOnce whether it is done on one host for all
 * @param anyErrorsFatal whether a failure on one host stops the play on all
 * @param ignoreUnreachable whether a host that cannot be reached stays in the play
 * @param checkOnly whether it only looks, also where others change
 * @param diff whether changes of files come with their lines; as the command line says when absent
 * @param throttle on how many hosts at a time
 * @param timeout how many seconds each of its commands may take; as long as usual when 0
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

  /** As a task with none of these keywords. */
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

  /** What an inner import, block or task says wins. */
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
