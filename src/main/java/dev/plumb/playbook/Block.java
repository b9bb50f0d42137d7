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
  public record Place(Block block, Part part) {}

  private final boolean rescues;

  /**
   * @param rescues whether it has anything to do when a task fails
   */
  public Block(boolean rescues) {
    this.rescues = rescues;
  }

  public boolean rescues() {
    return rescues;
  }
}
