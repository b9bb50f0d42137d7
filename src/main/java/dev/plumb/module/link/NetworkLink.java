package dev.plumb.module.link;

import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a network link.
 *
 * @param kind the kind in the words of {@code ip}; empty for hardware
 * @param index the interface index; -1 before the host assigns one
 * @param lower the link below it, or its peer, in the same namespace
 * @param lowerIndex the index of the link below it, or of its peer, in another namespace
 * @param vlan the VLAN id
 * @param stp whether the bridge uses the spanning tree protocol
 * @param bondMode the mode of a bond
 * @param addresses the static global addresses
 */
record NetworkLink(
    String name,
    String kind,
    int index,
    boolean up,
    int mtu,
    Optional<String> master,
    Optional<String> lower,
    Optional<Integer> lowerIndex,
    Optional<Integer> vlan,
    Optional<Boolean> stp,
    Optional<String> bondMode,
    List<String> addresses) {

  NetworkLink {
    addresses = List.copyOf(addresses);
  }

  /** Parses one entry of {@code ip -j -d addr show}. */
  static NetworkLink of(Value.Entries entry) {
    Value.Entries info = entries(entry, "linkinfo");
    Value.Entries data = entries(info, "info_data");
    List<String> addresses = new ArrayList<>();
    if (entry.get("addr_info").orElse(null) instanceof Value.Items items) {
      for (Value item : items.list()) {
        if (item instanceof Value.Entries address
            && text(address, "scope").equals(Optional.of("global"))
            && address.get("dynamic").isEmpty()) {
          addresses.add(
              text(address, "local").orElse("") + "/" + text(address, "prefixlen").orElse(""));
        }
      }
    }
    boolean up =
        entry.get("flags").orElse(null) instanceof Value.Items flags
            && flags.list().stream().anyMatch(flag -> flag.toString().equals("UP"));
    return new NetworkLink(
        text(entry, "ifname").orElse(""),
        text(info, "info_kind").orElse(""),
        number(entry, "ifindex").orElse(-1),
        up,
        number(entry, "mtu").orElse(0),
        text(entry, "master"),
        text(entry, "link"),
        number(entry, "link_index"),
        number(data, "id"),
        number(data, "stp_state").map(state -> state != 0),
        text(data, "mode"),
        addresses);
  }

  /** Returns whether both are ends of one veth pair across namespaces. */
  boolean isPeerOf(NetworkLink other) {
    return kind.equals("veth")
        && other.kind.equals("veth")
        && other.lowerIndex.equals(Optional.of(index))
        && lowerIndex.equals(Optional.of(other.index));
  }

  /** Returns a link that is about to be created. */
  static NetworkLink create(String name, String kind, int mtu) {
    return new NetworkLink(
        name,
        kind,
        -1,
        false,
        mtu,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  NetworkLink withMaster(Optional<String> newMaster) {
    return configured(up, mtu, newMaster, stp, addresses);
  }

  /** Returns the link with the properties that can change without recreating it. */
  NetworkLink configured(
      boolean newUp,
      int newMtu,
      Optional<String> newMaster,
      Optional<Boolean> newStp,
      List<String> newAddresses) {
    return new NetworkLink(
        name,
        kind,
        index,
        newUp,
        newMtu,
        newMaster,
        lower,
        lowerIndex,
        vlan,
        newStp,
        bondMode,
        newAddresses);
  }

  /** Returns the link above another link, or with a peer. */
  NetworkLink above(Optional<String> newLower, Optional<Integer> newLowerIndex) {
    return new NetworkLink(
        name,
        kind,
        index,
        up,
        mtu,
        master,
        newLower,
        newLowerIndex,
        vlan,
        stp,
        bondMode,
        addresses);
  }

  /** Returns the link with the properties of its kind. */
  NetworkLink ofKind(
      Optional<Integer> newVlan, Optional<Boolean> newStp, Optional<String> newBondMode) {
    return new NetworkLink(
        name,
        kind,
        index,
        up,
        mtu,
        master,
        lower,
        lowerIndex,
        newVlan,
        newStp,
        newBondMode,
        addresses);
  }

  private static Value.Entries entries(Value.Entries in, String key) {
    return in.get(key).orElse(null) instanceof Value.Entries found ? found : Value.map(Map.of());
  }

  private static Optional<String> text(Value.Entries in, String key) {
    return in.get(key).map(Value::toString);
  }

  private static Optional<Integer> number(Value.Entries in, String key) {
    return text(in, key).filter(text -> text.matches("\\d{1,9}")).map(Integer::parseInt);
  }
}
