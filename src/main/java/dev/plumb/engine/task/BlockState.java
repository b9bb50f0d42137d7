package dev.plumb.engine.task;

import dev.plumb.playbook.Block;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of blocks on a host: which tasks still run after a failure, those of {@code rescue} in
 * place of the rest of the block, and those of each enclosing {@code always}. Used by one thread at
 * a time.
 */
final class BlockState {

  private final Set<Block> entered = new HashSet<>();
  private final Map<Block, Set<Block.Part>> failed = new HashMap<>();
  private boolean failedUnrescued;

  /** Returns whether a task at this position runs. */
  boolean shouldRun(List<Block.Position> place) {
    for (Block.Position each : place.reversed()) {
      Block block = each.block();
      switch (each.part()) {
        case BLOCK -> {
          if (failedIn(block, Block.Part.BLOCK)) {
            return false;
          }
        }
        case RESCUE -> {
          if (!failedIn(block, Block.Part.BLOCK) || failedIn(block, Block.Part.RESCUE)) {
            return false;
          }
        }
        case ALWAYS -> {
          if (failedIn(block, Block.Part.ALWAYS)) {
            return false;
          }
          // Regardless of the enclosing blocks.
          if (entered.contains(block)) {
            return true;
          }
        }
      }
    }
    return !failedUnrescued;
  }

  /** Returns whether a position is inside a rescue. */
  static boolean isRescue(List<Block.Position> place) {
    return place.stream().anyMatch(each -> each.part() == Block.Part.RESCUE);
  }

  /** Records that a task at this position runs. */
  void enter(List<Block.Position> place) {
    place.forEach(each -> entered.add(each.block()));
  }

  /**
   * Records that a task at this position failed.
   *
   * @param rescuable whether a rescue may handle it
   * @return whether a rescue handles it
   */
  boolean recordFailure(List<Block.Position> place, boolean rescuable) {
    for (Block.Position each : place.reversed()) {
      failed.computeIfAbsent(each.block(), _ -> new HashSet<>()).add(each.part());
      if (each.part() == Block.Part.BLOCK && each.block().hasRescue()) {
        if (rescuable) {
          return true;
        }
        failed.get(each.block()).add(Block.Part.RESCUE);
      }
    }
    failedUnrescued = true;
    return false;
  }

  /** Returns whether a failure was not rescued. */
  boolean isFailed() {
    return failedUnrescued;
  }

  private boolean failedIn(Block block, Block.Part part) {
    return failed.getOrDefault(block, Set.of()).contains(part);
  }
}
