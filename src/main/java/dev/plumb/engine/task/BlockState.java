package dev.plumb.engine.task;

import dev.plumb.playbook.Block;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which tasks a host still runs after one of them failed: those of the block's {@code rescue} in
 * place of the rest of the block, and those of every {@code always} on the way out. Used by one
 * thread at a time.
 */
final class BlockState {

  private final Set<Block> entered = new HashSet<>();
  private final Map<Block, Set<Block.Part>> failed = new HashMap<>();
  private boolean failedUnrescued;

  /** Whether a task that stands there is run, as far as blocks decide. */
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
          // However the blocks around it fare.
          if (entered.contains(block)) {
            return true;
          }
        }
      }
    }
    return !failedUnrescued;
  }

  /** Whether a task that stands there is for hosts on which nothing failed to run, too. */
  static boolean isRescue(List<Block.Position> place) {
    return place.stream().anyMatch(each -> each.part() == Block.Part.RESCUE);
  }

  /** A task that stands there is run. */
  void enter(List<Block.Position> place) {
    place.forEach(each -> entered.add(each.block()));
  }

  /**
   * A task that stands there failed.
   *
   * @param rescuable whether a rescue may make up for it
   * @return whether one will
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

  /** Whether a failure was left that no rescue made up for. */
  boolean isFailed() {
    return failedUnrescued;
  }

  private boolean failedIn(Block block, Block.Part part) {
    return failed.getOrDefault(block, Set.of()).contains(part);
  }
}
