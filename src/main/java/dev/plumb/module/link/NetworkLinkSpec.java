package dev.plumb.module.link;

import dev.plumb.host.lockout.LockoutOptions;
import dev.plumb.module.Arg;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

record NetworkLinkSpec(
    @Arg(doc = "The link's name.", example = "br0") LinkName name,
    @Arg(
            doc = "What kind of link it is; without it, the link is there already.",
            example = "bridge",
            aliases = "kind")
        Optional<Kind> type,
    @Arg(doc = "Whether it shall be there.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(doc = "Whether it is up.", example = "false", defaultValue = "true") boolean up,
    @Arg(doc = "How many bytes a packet has at most.", example = "1450") Optional<Integer> mtu,
    @Arg(
            doc = "All its addresses; those that are not named are taken away.",
            example = "[192.0.2.1/24]",
            aliases = "address")
        Optional<List<InterfaceAddress>> addresses,
    @Arg(doc = "The bridge or bond that it is a port of.", example = "br0")
        Optional<LinkName> master,
    @Arg(
            doc = "For a bridge or bond: all its ports; others are taken out.",
            example = "[eth0, eth1]")
        Optional<List<LinkName>> ports,
    @Arg(doc = "For a bridge: whether it speaks the spanning tree protocol.", example = "true")
        Optional<Boolean> stp,
    @Arg(doc = "For a vlan: the link that carries it.", example = "eth0") Optional<LinkName> parent,
    @Arg(doc = "For a vlan: its number.", example = "10") Optional<Integer> id,
    @Arg(doc = "For a bond: how packets are spread.", example = "active-backup")
        Optional<BondMode> mode,
    @Arg(doc = "For a veth: the name of the other end.", example = "veth1") Optional<LinkName> peer,
    @Arg(doc = "For a veth: the network namespace of the other end.", example = "blue")
        Optional<LinkName> peerNamespace,
    @Arg(doc = "For a veth: all addresses of the other end.", example = "[192.0.2.2/24]")
        Optional<List<InterfaceAddress>> peerAddresses,
    @Arg(doc = "The network namespace that it stands in.", example = "blue")
        Optional<LinkName> namespace,
    @Arg(
            doc =
                "Whether it is there again after a boot: by systemd-networkd or ifupdown, as the"
                    + " host has it, else by a unit of plumb's.",
            example = "false",
            defaultValue = "true")
        boolean persist,
    LockoutOptions risk) {

  /** The kinds that plumb can make. */
  enum Kind {
    BRIDGE,
    VLAN,
    VETH,
    DUMMY,
    BOND;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether something shall be there. */
  enum Presence {
    PRESENT,
    ABSENT
  }

  /** How a bond spreads packets. */
  enum BondMode {
    BALANCE_RR,
    ACTIVE_BACKUP,
    BALANCE_XOR,
    BROADCAST,
    BALANCE_TLB,
    BALANCE_ALB;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  NetworkLinkSpec {
    boolean present = state == Presence.PRESENT;
    requireKind(Kind.VLAN, type, parent.isPresent() || id.isPresent(), "parent\" and \"id");
    requireKind(Kind.VETH, type, peer.isPresent() || peerNamespace.isPresent(), "peer");
    requireKind(Kind.VETH, type, peerAddresses.isPresent(), "peer_addresses");
    requireKind(Kind.BRIDGE, type, stp.isPresent(), "stp");
    requireKind(Kind.BOND, type, mode.isPresent(), "mode");
    if (type.equals(Optional.of(Kind.VLAN)) && present && (parent.isEmpty() || id.isEmpty())) {
      throw new IllegalArgumentException("must have a \"parent\" and an \"id\" for a vlan");
    }
    if (type.equals(Optional.of(Kind.VETH)) && present && peer.isEmpty()) {
      throw new IllegalArgumentException("must have a \"peer\" for a veth");
    }
    if (id.filter(number -> number < 1 || number > 4094).isPresent()) {
      throw new IllegalArgumentException("must have an \"id\" from 1 to 4094");
    }
    if (ports.isPresent()
        && !type.equals(Optional.of(Kind.BRIDGE))
        && !type.equals(Optional.of(Kind.BOND))) {
      throw new IllegalArgumentException("must have \"ports\" only for a bridge or a bond");
    }
  }

  private static void requireKind(Kind kind, Optional<Kind> type, boolean given, String args) {
    if (given && !type.equals(Optional.of(kind))) {
      throw new IllegalArgumentException(
          "must have \"type: " + kind + "\" when it has \"" + args + "\"");
    }
  }

  /** What makes the link, and no more. */
  IpCommand addCommand() {
    Kind kind = type.orElseThrow();
    return switch (kind) {
      case VLAN ->
          IpCommand.in(
              namespace,
              "link",
              "add",
              "link",
              parent.orElseThrow(),
              "name",
              name,
              "type",
              kind,
              "id",
              id.orElseThrow());
      case VETH ->
          peerNamespace
              .map(
                  there ->
                      IpCommand.in(
                          namespace,
                          "link",
                          "add",
                          name,
                          "type",
                          kind,
                          "peer",
                          "name",
                          peer.orElseThrow(),
                          "netns",
                          there))
              .orElseGet(
                  () ->
                      IpCommand.in(
                          namespace,
                          "link",
                          "add",
                          name,
                          "type",
                          kind,
                          "peer",
                          "name",
                          peer.orElseThrow()));
      // Without a look at its links a bond never finds out that one is dead.
      case BOND ->
          IpCommand.in(
              namespace,
              "link",
              "add",
              name,
              "type",
              kind,
              "mode",
              mode.orElse(BondMode.BALANCE_RR),
              "miimon",
              "100");
      case BRIDGE, DUMMY -> IpCommand.in(namespace, "link", "add", name, "type", kind);
    };
  }

  /** The namespace of a veth's other end. */
  Optional<LinkName> effectivePeerNamespace() {
    return peerNamespace.or(() -> namespace);
  }
}
