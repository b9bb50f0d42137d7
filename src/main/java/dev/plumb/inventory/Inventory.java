package dev.plumb.inventory;

import dev.plumb.diagnostic.Place;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The hosts there are, their groups and variables. */
public record Inventory(
    List<HostName> hosts,
    SortedMap<String, List<HostName>> groups,
    Map<HostName, Map<String, Value>> vars) {

  /** The hosts a pattern means, in inventory order. */
  public List<HostName> match(String pattern, Place place) {
    return pattern.equals("all") && place.known() ? hosts : groups.getOrDefault(pattern, List.of());
  }
}
