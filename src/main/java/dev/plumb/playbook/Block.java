package dev.plumb.playbook;

/**
 * A group of tasks: when one fails, the tasks of {@code rescue} run instead of the remaining ones;
 * the tasks of {@code always} run in any case. Compared by identity.
 */
public final class Block {

  /** One of a block's lists of tasks. */
  public enum Part {
    BLOCK,
    RESCUE,
    ALWAYS
  }

  /** A task's position in a block. */
  public record Position(Block block, Part part) {}

  private final boolean hasRescue;

  /**
   * @param rescues whether it has a non-empty {@code rescue}
   */
  public Block(boolean rescues) {
    this.hasRescue = rescues;
  }

  public boolean hasRescue() {
    return hasRescue;
  }
}
