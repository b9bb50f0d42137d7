package dev.plumb.playbook;

import java.util.ArrayList;
import java.util.List;

/**
 * How a task is carried out, beside what it keeps.
 *
 * @param blocks that it stands in, outermost first
 */
public record Conduct(List<Block.Place> blocks) {

  /** As a task with none of these keywords. */
  public static final Conduct PLAIN = new Conduct(List.of());

  public Conduct {
    blocks = List.copyOf(blocks);
  }

  Conduct within(Block block, Block.Part part) {
    List<Block.Place> all = new ArrayList<>(blocks);
    all.add(new Block.Place(block, part));
    return new Conduct(all);
  }
}
