package dev.plumb.module.link;

import dev.plumb.host.lockout.LockoutOptions;
import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

record NetworkLinkSpec(
    @Arg(doc = "The link's name.", example = "br0") LinkName name,
    @Arg(
            doc = "The kind of link. Without it, the link must already exist.",
            example = "bridge",
            aliases = "kind")
        Optional<Kind> type,
    @Arg(doc = "Whether the link exists.", example = "absent", defaultValue = "present")
        Presence state,
    @Arg(doc = "Whether the link is up.", example = "false", defaultValue = "true") boolean up,
    @Arg(doc = "The maximum packet size in bytes.", example = "1450") Optional<Integer> mtu,
    @Arg(
            doc = "All addresses of the link; others are removed.",
            example = "[192.0.2.1/24]",
            aliases = "address")
        Optional<List<InterfaceAddress>> addresses,
    @Arg(doc = "The bridge or bond to attach the link to.", example = "br0")
        Optional<LinkName> master,
    @Arg(
            doc = "For a bridge or bond: all its ports; others are detached.",
            example = "[eth0, eth1]")
        Optional<List<LinkName>> ports,
    @Arg(doc = "For a bridge: whether it uses the spanning tree protocol.", example = "true")
        Optional<Boolean> stp,
    @Arg(doc = "For a vlan: the link that carries it.", example = "eth0") Optional<LinkName> parent,
    @Arg(doc = "For a vlan: its id.", example = "10") Optional<Integer> id,
    @Arg(doc = "For a bond: how packets are distributed.", example = "active-backup")
        Optional<BondMode> mode,
    @Arg(doc = "For a veth: the name of the peer.", example = "veth1") Optional<LinkName> peer,
    @Arg(doc = "For a veth: the network namespace of the peer.", example = "blue")
        Optional<LinkName> peerNamespace,
    @Arg(doc = "For a veth: all addresses of the peer.", example = "[192.0.2.2/24]")
        Optional<List<InterfaceAddress>> peerAddresses,
    @Arg(doc = "The network namespace of the link.", example = "blue") Optional<LinkName> namespace,
    @Arg(
            doc =
                "Whether the link is restored at boot: by systemd-networkd or ifupdown if"
                    + " the host uses one of them, else by a unit that plumb installs.",
            example = "false",
            defaultValue = "true")
        boolean persist,
    LockoutOptions risk) {

  /** The kinds of links that plumb creates. */
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

  /** How a bond distributes packets. */
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

  /** Returns the command that creates the link. */
  IpCommand addCommand() {
    Kind kind = type.orElseThrow();
    String add = "link add " + name + " type " + kind;
    return IpCommand.in(
        namespace,
        switch (kind) {
          case VLAN ->
              "link add link %s name %s type vlan id %d"
                  .formatted(parent.orElseThrow(), name, id.orElseThrow());
          case VETH ->
              add
                  + " peer name "
                  + peer.orElseThrow()
                  + peerNamespace.map(other -> " netns " + other).orElse("");
          // Without link monitoring a bond never detects a dead link.
          case BOND -> add + " mode " + mode.orElse(BondMode.BALANCE_RR) + " miimon 100";
          case BRIDGE, DUMMY -> add;
        });
  }

  /** Returns the namespace of the peer of a veth. */
  Optional<LinkName> effectivePeerNamespace() {
    return peerNamespace.or(() -> namespace);
  }
}
