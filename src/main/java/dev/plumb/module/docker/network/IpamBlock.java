package dev.plumb.module.docker.network;

import dev.plumb.host.text.JsonView;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A block of addresses of a network. What is empty was not asked for, or is not there.
 *
 * @param range the part of the subnet that addresses are handed out from
 * @param reserved addresses that are not handed out, by name
 */
record IpamBlock(String subnet, String gateway, String range, Map<String, String> reserved) {

  private static final Set<String> KEYS =
      Set.of("subnet", "gateway", "iprange", "ip_range", "aux_addresses");

  IpamBlock {
    reserved = new TreeMap<>(reserved);
  }

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  static IpamBlock parse(Value.Entries entries) {
    for (String key : entries.map().keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            ("must not have \"%s\" in \"ipam_config\", which takes subnet, gateway, iprange,"
                    + " ip_range and aux_addresses")
                .formatted(key));
      }
    }
    JsonView given = new JsonView(entries);
    String range = given.text("iprange") + given.text("ip_range");
    checkBlock("subnet", given.text("subnet"));
    if (!range.isEmpty()) {
      checkBlock("iprange", range);
    }
    return new IpamBlock(
        given.text("subnet"), given.text("gateway"), range, given.map("aux_addresses"));
  }

  private static void checkBlock(String key, String text) {
    if (!text.matches("[0-9.]+/[0-9]{1,2}|[0-9a-fA-F:.]+/[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "must have a block of addresses such as 192.0.2.0/24 as \"%s\" in each \"ipam_config\", but was \"%s\""
              .formatted(key, text));
    }
  }

  static IpamBlock fromInspect(JsonView config) {
    return new IpamBlock(
        config.text("Subnet"),
        config.text("Gateway"),
        config.text("IPRange"),
        config.map("AuxiliaryAddresses"));
  }

  /** Whether a block that was found is as this one asks for. Docker chooses what is left out. */
  boolean isSatisfiedBy(IpamBlock found) {
    return subnet.equalsIgnoreCase(found.subnet)
        && (gateway.isEmpty() || gateway.equalsIgnoreCase(found.gateway))
        && range.equalsIgnoreCase(found.range)
        && reserved.equals(found.reserved);
  }

  /** What {@code docker network create} takes for it. */
  List<String> words() {
    List<String> words = new ArrayList<>(List.of("--subnet", subnet));
    if (!gateway.isEmpty()) {
      words.addAll(List.of("--gateway", gateway));
    }
    if (!range.isEmpty()) {
      words.addAll(List.of("--ip-range", range));
    }
    reserved.forEach(
        (name, address) -> words.addAll(List.of("--aux-address", name + "=" + address)));
    return words;
  }

  @Override
  public String toString() {
    StringBuilder told = new StringBuilder(subnet);
    told.append(gateway.isEmpty() ? "" : " gateway " + gateway);
    told.append(range.isEmpty() ? "" : " range " + range);
    told.append(reserved.isEmpty() ? "" : " reserved " + reserved);
    return told.toString();
  }
}
