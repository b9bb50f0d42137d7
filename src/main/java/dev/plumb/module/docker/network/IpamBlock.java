package dev.plumb.module.docker.network;

import dev.plumb.host.text.JsonView;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An address block of a network. An empty value is undeclared or unset.
 *
 * @param range the part of the subnet that addresses are assigned from
 * @param reserved addresses that are not assigned, by name
 */
record IpamBlock(String subnet, String gateway, String range, Map<String, String> reserved) {

  private static final Set<String> KEYS =
      Set.of("subnet", "gateway", "iprange", "ip_range", "aux_addresses");

  IpamBlock {
    reserved = new TreeMap<>(reserved);
  }

  /**
   * @throws IllegalArgumentException with a message that starts with "must"
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
          "must have an address block such as 192.0.2.0/24 as \"%s\" in each \"ipam_config\", but was given \"%s\""
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

  /** Returns whether an existing block has the declared values; docker chooses undeclared ones. */
  boolean isSatisfiedBy(IpamBlock found) {
    return subnet.equalsIgnoreCase(found.subnet)
        && (gateway.isEmpty() || gateway.equalsIgnoreCase(found.gateway))
        && range.equalsIgnoreCase(found.range)
        && reserved.equals(found.reserved);
  }

  /** Returns the options of {@code docker network create}. */
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
    StringBuilder text = new StringBuilder(subnet);
    text.append(gateway.isEmpty() ? "" : " gateway " + gateway);
    text.append(range.isEmpty() ? "" : " range " + range);
    text.append(reserved.isEmpty() ? "" : " reserved " + reserved);
    return text.toString();
  }
}
