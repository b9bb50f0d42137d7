package dev.plumb.inventory;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Hosts, groups and their variables.
 *
 * @param hosts in the order of their first occurrence
 * @param groups the hosts of each group, including those of child groups; always contains {@code
 *     all} and {@code ungrouped}
 * @param vars the variables of each host after precedence, not rendered. Includes the implicit
 *     {@code localhost}
 */
public record Inventory(
    List<HostName> hosts,
    SortedMap<String, List<HostName>> groups,
    Map<HostName, Map<String, Value>> vars) {

  /**
   * Returns the hosts that match a pattern, in inventory order. Supports names, groups, {@code *},
   * {@code ?}, {@code [abc]}, {@code ~regex}, {@code a:b} (either), {@code a:&b} (both), {@code
   * a:!b} (not), and {@code group[0]}, {@code group[0:2]}.
   *
   * @param place the place of the pattern
   * @throws BadInputException when it matches no host or refers to an unknown name
   */
  public List<HostName> match(String pattern, Place place) {
    return new HostPattern(this, place).match(pattern);
  }

  /** Returns the groups of a host except {@code all}, sorted by name. */
  public List<String> groupsOf(HostName host) {
    return groups.entrySet().stream()
        .filter(group -> !group.getKey().equals(GroupTree.ALL) && group.getValue().contains(host))
        .map(Map.Entry::getKey)
        .toList();
  }
}
