package dev.plumb.inventory;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The hosts there are, their groups and variables.
 *
 * @param hosts in the order they were first written
 * @param groups every host of each group, also through groups within it; {@code all} and {@code
 *     ungrouped} are always there
 * @param vars what each host's groups and the host itself set, the strongest of each name; not yet
 *     rendered. Also has {@code localhost}, which may be meant without being listed
 */
public record Inventory(
    List<HostName> hosts,
    SortedMap<String, List<HostName>> groups,
    Map<HostName, Map<String, Value>> vars) {

  /**
   * The hosts a pattern means, in inventory order. It knows names, groups, {@code *}, {@code ?},
   * {@code [abc]}, {@code ~regex}, {@code a:b} (either), {@code a:&b} (both), {@code a:!b} (not),
   * and {@code group[0]}, {@code group[0:2]}.
   *
   * @param place where the pattern stands
   * @throws BadInputException when it means no host, or names what is not there
   */
  public List<HostName> match(String pattern, Place place) {
    return new HostPattern(this, place).match(pattern);
  }

  /** The groups a host is in, but {@code all}; by name. */
  public List<String> groupsOf(HostName host) {
    return groups.entrySet().stream()
        .filter(group -> !group.getKey().equals(GroupTree.ALL) && group.getValue().contains(host))
        .map(Map.Entry::getKey)
        .toList();
  }
}
