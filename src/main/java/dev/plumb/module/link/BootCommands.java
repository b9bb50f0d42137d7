package dev.plumb.module.link;

import dev.plumb.module.link.NetworkLinkSpec.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands of ip that restore a link at boot. */
final class BootCommands {

  private BootCommands() {}

  /** Returns the commands that create the link. */
  static List<IpCommand> create(NetworkLinkSpec spec) {
    List<IpCommand> calls = new ArrayList<>();
    if (spec.type().isPresent()) {
      calls.add(spec.addCommand());
      spec.mtu().ifPresent(mtu -> calls.add(set(spec, spec.name(), "mtu " + mtu)));
    }
    return calls;
  }

  /** Returns the commands that configure an existing link. */
  static List<IpCommand> configure(NetworkLinkSpec spec) {
    LinkName name = spec.name();
    List<IpCommand> calls = new ArrayList<>();
    if (spec.type().isEmpty()) {
      spec.mtu().ifPresent(mtu -> calls.add(set(spec, name, "mtu " + mtu)));
    }
    spec.stp().ifPresent(on -> calls.add(set(spec, name, "type bridge stp_state " + (on ? 1 : 0))));
    for (LinkName port : spec.ports().orElse(List.of())) {
      // A bond accepts only links that are down.
      if (spec.type().equals(Optional.of(Kind.BOND))) {
        calls.add(set(spec, port, "down"));
      }
      calls.add(set(spec, port, "master " + name));
      calls.add(set(spec, port, "up"));
    }
    spec.master().ifPresent(master -> calls.add(set(spec, name, "master " + master)));
    for (InterfaceAddress address : spec.addresses().orElse(List.of())) {
      calls.add(IpCommand.address(spec.namespace(), "add", address, name));
    }
    if (spec.up()) {
      // A VLAN cannot be up on a link that is down.
      spec.parent().ifPresent(parent -> calls.add(set(spec, parent, "up")));
      calls.add(set(spec, name, "up"));
    }
    return calls;
  }

  /** Returns the commands that configure the peer. */
  static List<IpCommand> configurePeer(NetworkLinkSpec spec) {
    if (spec.peer().isEmpty()) {
      return List.of();
    }
    LinkName peer = spec.peer().get();
    Optional<LinkName> namespace = spec.effectivePeerNamespace();
    String set = "link set " + peer + " ";
    List<IpCommand> calls = new ArrayList<>();
    spec.mtu().ifPresent(mtu -> calls.add(IpCommand.in(namespace, set + "mtu " + mtu)));
    for (InterfaceAddress address : spec.peerAddresses().orElse(List.of())) {
      calls.add(IpCommand.address(namespace, "add", address, peer));
    }
    calls.add(IpCommand.in(namespace, set + "up"));
    return calls;
  }

  private static IpCommand set(NetworkLinkSpec spec, LinkName link, String what) {
    return IpCommand.in(spec.namespace(), "link set " + link + " " + what);
  }
}
