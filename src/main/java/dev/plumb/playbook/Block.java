package dev.plumb.playbook;

/**
 * Tasks that stand together: when one fails, those of {@code rescue} run in place of the rest, and
 * those of {@code always} whatever happened. Compared by identity.
 */
public final class Block {

  /** Which of a block's lists a task stands in. */
  public enum Part {
    BLOCK,
    RESCUE,
    ALWAYS
  }

  /** A task's place in a block. */
  public record Position(Block block, Part part) {}

  private final boolean hasRescue;

  /**
   * @param rescues whether it has anything to do when a task fails
   */
  public Block(boolean rescues) {
    this.hasRescue = rescues;
  }

  public boolean hasRescue() {
    return hasRescue;
  }
}
