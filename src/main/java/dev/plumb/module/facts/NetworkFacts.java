package dev.plumb.module.facts;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A host's interfaces and addresses. Interfaces that come and go with containers ({@code veth*},
 * {@code cali*}) are left out.
 */
final class NetworkFacts {

  /** An address of an interface, as {@code ip} prints it. */
  private record Address(String address, int prefix, Optional<String> broadcast, String scope) {}

  private static final class Interface {
    private final List<Address> ipv4 = new ArrayList<>();
    private final List<Address> ipv6 = new ArrayList<>();
  }

  private final FactSections host;
  private final Map<String, Interface> interfaces = new TreeMap<>();

  private NetworkFacts(FactSections host) {
    this.host = host;
  }

  static NetworkFacts of(FactSections host) {
    NetworkFacts network = new NetworkFacts(host);
    host.lines().keySet().stream()
        .filter(section -> section.startsWith("link "))
        .forEach(section -> network.interfaces.put(section.substring(5), new Interface()));
    host.of("ip").forEach(network::addAddress);
    return network;
  }

  /** Reads {@code 2: host0 inet 192.0.2.8/24 brd 192.0.2.255 scope global host0\ ...}. */
  private void addAddress(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    if (words.size() < 4) {
      return;
    }
    String device = words.get(1).replaceAll("[@:].*", "");
    Interface owner = interfaces.get(device);
    String[] address = words.get(3).split("/");
    if (owner == null) {
      return;
    }
    boolean v4 = words.get(2).equals("inet");
    Address found =
        new Address(
            address[0],
            address.length > 1 ? Integer.parseInt(address[1]) : v4 ? 32 : 128,
            after(words, "brd"),
            after(words, "scope").orElse(""));
    (v4 ? owner.ipv4 : owner.ipv6).add(found);
  }

  private static Optional<String> after(List<String> words, String key) {
    int i = words.indexOf(key);
    return i >= 0 && i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
  }

  /** By names without {@code ansible_}. */
  Map<String, Value> facts() {
    Map<String, Value> facts = new LinkedHashMap<>();
    facts.put("interfaces", Value.texts(List.copyOf(interfaces.keySet())));
    List<String> all4 = new ArrayList<>();
    List<String> all6 = new ArrayList<>();
    interfaces.forEach(
        (name, one) -> {
          facts.put(name.replaceAll("[^A-Za-z0-9_]", "_"), Value.map(facts(name, one)));
          one.ipv4.stream()
              .map(Address::address)
              .filter(a -> !a.startsWith("127."))
              .forEach(all4::add);
          one.ipv6.stream().map(Address::address).filter(a -> !a.equals("::1")).forEach(all6::add);
        });
    facts.put("all_ipv4_addresses", Value.texts(all4));
    facts.put("all_ipv6_addresses", Value.texts(all6));
    facts.put("default_ipv4", Value.map(defaultIpv4()));
    return facts;
  }

  private Map<String, Value> facts(String name, Interface one) {
    Map<String, Value> facts = new LinkedHashMap<>(link(name));
    facts.put("device", Value.text(name));
    facts.put("active", Value.bool(!host.first("oper " + name).equals("down")));
    if (!one.ipv4.isEmpty()) {
      facts.put("ipv4", Value.map(ipv4(one.ipv4.getFirst())));
    }
    if (one.ipv4.size() > 1) {
      facts.put(
          "ipv4_secondaries",
          Value.list(
              one.ipv4.subList(1, one.ipv4.size()).stream().map(a -> Value.map(ipv4(a))).toList()));
    }
    if (!one.ipv6.isEmpty()) {
      facts.put(
          "ipv6",
          Value.list(
              one.ipv6.stream()
                  .map(
                      a ->
                          Value.map(
                              Map.of(
                                  "address", Value.text(a.address()),
                                  "prefix", Value.text(String.valueOf(a.prefix())),
                                  "scope", Value.text(a.scope()))))
                  .toList()));
    }
    return facts;
  }

  private Map<String, Value> link(String name) {
    Map<String, Value> link = new LinkedHashMap<>();
    if (!host.first("link " + name).isEmpty()) {
      link.put("macaddress", Value.text(host.first("link " + name)));
    }
    String mtu = host.first("mtu " + name);
    if (mtu.matches("\\d+")) {
      link.put("mtu", Value.number(Long.parseLong(mtu)));
    }
    return link;
  }

  private static Map<String, Value> ipv4(Address address) {
    long mask = address.prefix() == 0 ? 0 : 0xffffffffL << (32 - address.prefix()) & 0xffffffffL;
    Map<String, Value> facts = new LinkedHashMap<>();
    facts.put("address", Value.text(address.address()));
    facts.put("prefix", Value.text(String.valueOf(address.prefix())));
    facts.put("netmask", Value.text(dotted(mask)));
    facts.put("network", Value.text(dotted(number(address.address()) & mask)));
    facts.put("broadcast", Value.text(address.broadcast().orElse("")));
    return facts;
  }

  private static long number(String dotted) {
    long number = 0;
    for (String part : dotted.split("\\.")) {
      number = number << 8 | Integer.parseInt(part);
    }
    return number;
  }

  private static String dotted(long number) {
    return (number >> 24 & 255)
        + "."
        + (number >> 16 & 255)
        + "."
        + (number >> 8 & 255)
        + "."
        + (number & 255);
  }

  /** Reads {@code default via 192.0.2.1 dev host0 proto static}; the first line counts. */
  private Map<String, Value> defaultIpv4() {
    List<String> words = List.of(host.first("route").split("\\s+"));
    String device = after(words, "dev").orElse("");
    Interface way = interfaces.get(device);
    Map<String, Value> facts = new LinkedHashMap<>();
    if (way == null || way.ipv4.isEmpty()) {
      return facts;
    }
    Optional<String> source = after(words, "src");
    Address address =
        way.ipv4.stream()
            .filter(a -> source.filter(s -> !s.equals(a.address())).isEmpty())
            .findFirst()
            .orElse(way.ipv4.getFirst());
    facts.putAll(ipv4(address));
    facts.put("interface", Value.text(device));
    facts.put("alias", Value.text(device));
    after(words, "via").ifPresent(gateway -> facts.put("gateway", Value.text(gateway)));
    facts.putAll(link(device));
    return facts;
  }
}
