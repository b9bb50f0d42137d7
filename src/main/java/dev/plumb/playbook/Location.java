package dev.plumb.playbook;

import dev.plumb.diagnostic.Place;
import java.util.List;
import java.util.Optional;

/**
 * Where a task is.
 *
 * @param place of its first key
 * @param module the place of the key that names the module
 * @param role the role it belongs to
 * @param folder the folder of its file
 * @param blocks its positions in the enclosing blocks, outermost first
 */
public record Location(
    Place place, Place module, Optional<Role> role, String folder, List<Block.Position> blocks) {
  public Location {
    blocks = List.copyOf(blocks);
  }
}
