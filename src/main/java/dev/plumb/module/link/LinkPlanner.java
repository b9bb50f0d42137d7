package dev.plumb.module.link;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.link.NetworkLinkSpec.Kind;
import dev.plumb.module.link.NetworkLinkSpec.Presence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Plans the changes to the running links of a host. Used once, by one thread. */
final class LinkPlanner {

  /** A change to report, and the commands that make it. */
  record LinkChange(String property, Object before, Object after, List<IpCommand> commands) {}

  private final NetworkLinkSpec spec;
  private final List<LinkChange> changes = new ArrayList<>();
  private final List<IpCommand> rollback = new ArrayList<>();
  private NamespaceState.Present links;
  private NamespaceState.Present peerLinks;

  LinkPlanner(NetworkLinkSpec spec, NamespaceState.Present here, NamespaceState.Present there) {
    this.spec = spec;
    this.links = here;
    this.peerLinks = there;
  }

  List<LinkChange> changes() {
    return changes;
  }

  /** Returns the commands that undo the changes to remaining links. */
  List<IpCommand> rollback() {
    return rollback;
  }

  /** Returns the links after the changes. */
  NamespaceState.Present links() {
    return links;
  }

  NamespaceState.Present peerLinks() {
    return spec.peerNamespace().isPresent() ? peerLinks : links;
  }

  /** Plans the changes, or returns why they are impossible. */
  Optional<Diagnostic> plan() {
    Optional<NetworkLink> found = links.link(spec.name());
    if (spec.state() == Presence.ABSENT) {
      found.ifPresent(
          link -> {
            changes.add(new LinkChange("link", describe(link), "absent", List.of(deleteCommand())));
            links = links.without(spec.name());
          });
      return Optional.empty();
    }
    Optional<Diagnostic> missing = missingLink(found);
    if (missing.isPresent()) {
      return missing;
    }
    NetworkLink link = found.filter(this::isCompatible).orElseGet(() -> create(found));
    links = links.with(converge(spec.namespace(), link, wanted(link)));
    spec.ports().ifPresent(this::planPorts);
    spec.peer().ifPresent(this::planPeer);
    return Optional.empty();
  }

  private Optional<Diagnostic> missingLink(Optional<NetworkLink> found) {
    List<LinkName> needed = new ArrayList<>(spec.ports().orElse(List.of()));
    spec.parent().ifPresent(needed::add);
    spec.master().ifPresent(needed::add);
    if (spec.type().isEmpty()) {
      needed.add(spec.name());
    }

    return needed.stream()
        .filter(name -> links.link(name).isEmpty())
        .findFirst()
        .map(
            name ->
                Diagnostic.error(
                    "No such link",
                    "%s%s needs the link %s, which does not exist."
                        .formatted(
                            found.isPresent() ? "The link " : "To be created, ",
                            spec.name(),
                            name)));
  }

  /** Returns whether the link can be changed to the spec without being recreated. */
  private boolean isCompatible(NetworkLink link) {
    boolean kind = spec.type().map(wanted -> wanted.toString().equals(link.kind())).orElse(true);
    boolean vlan =
        spec.id().isEmpty()
            || (spec.id().equals(link.vlan())
                && spec.parent().map(LinkName::value).equals(link.lower()));
    boolean bond =
        spec.mode().isEmpty() || spec.mode().map(Object::toString).equals(link.bondMode());
    boolean pair =
        spec.peer().isEmpty()
            || (spec.peerNamespace().isEmpty()
                ? spec.peer().map(LinkName::value).equals(link.lower())
                : peerLinks.link(spec.peer().get()).filter(link::isPeerOf).isPresent());
    return kind && vlan && bond && pair;
  }

  private IpCommand deleteCommand() {
    return IpCommand.in(spec.namespace(), "link", "del", spec.name());
  }

  private NetworkLink create(Optional<NetworkLink> old) {
    List<IpCommand> calls = new ArrayList<>();
    if (old.isPresent()) {
      calls.add(deleteCommand());
    }
    // The peer may be left over from another pair.
    spec.peer()
        .filter(peer -> spec.peerNamespace().isPresent() && peerLinks.link(peer).isPresent())
        .ifPresent(
            peer -> calls.add(IpCommand.in(spec.effectivePeerNamespace(), "link", "del", peer)));
    calls.add(spec.addCommand());
    Kind kind = spec.type().orElseThrow();
    changes.add(
        new LinkChange(
            "link", old.map(LinkPlanner::describe).orElse("absent"), describe(kind), calls));
    boolean pairHere = kind == Kind.VETH && spec.peerNamespace().isEmpty();
    boolean pairThere = kind == Kind.VETH && spec.peerNamespace().isPresent();
    Optional<String> under =
        pairHere ? spec.peer().map(LinkName::value) : spec.parent().map(LinkName::value);
    int mtu = spec.parent().flatMap(links::link).map(NetworkLink::mtu).orElse(1500);
    if (kind == Kind.VETH) {
      LinkName peer = spec.peer().orElseThrow();
      Optional<String> back = pairHere ? Optional.of(spec.name().value()) : Optional.empty();
      NetworkLink end = newLink(peer.value(), "veth", back, pairThere, 1500);
      if (pairHere) {
        links = links.with(end);
      } else {
        peerLinks = peerLinks.with(end);
      }
    }
    Optional<Boolean> stp = kind == Kind.BRIDGE ? Optional.of(false) : Optional.empty();
    NetworkLink link = newLink(spec.name().value(), kind.toString(), under, pairThere, mtu);
    return new NetworkLink(
        link.name(),
        link.kind(),
        -1,
        false,
        mtu,
        Optional.empty(),
        under,
        link.lowerIndex(),
        spec.id(),
        stp,
        spec.mode().map(Object::toString),
        List.of());
  }

  private static NetworkLink newLink(
      String name, String kind, Optional<String> under, boolean pair, int mtu) {
    return new NetworkLink(
        name,
        kind,
        -1,
        false,
        mtu,
        Optional.empty(),
        under,
        pair ? Optional.of(-1) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private NetworkLink wanted(NetworkLink link) {
    return new NetworkLink(
        link.name(),
        link.kind(),
        link.index(),
        spec.up(),
        spec.mtu().orElse(link.mtu()),
        spec.master().map(LinkName::value).or(link::master),
        link.lower(),
        link.lowerIndex(),
        link.vlan(),
        spec.stp().or(link::stp),
        link.bondMode(),
        spec.addresses().map(LinkPlanner::texts).orElse(link.addresses()));
  }

  private static List<String> texts(List<InterfaceAddress> addresses) {
    return addresses.stream().map(InterfaceAddress::value).toList();
  }

  /** Adds the changes that turn a link into the wanted one, and returns it. */
  private NetworkLink converge(Optional<LinkName> namespace, NetworkLink link, NetworkLink wanted) {
    String name = link.name();
    if (link.mtu() != wanted.mtu()) {
      changes.add(
          new LinkChange(
              "mtu of " + name,
              link.mtu(),
              wanted.mtu(),
              List.of(IpCommand.in(namespace, "link", "set", name, "mtu", wanted.mtu()))));
      rollback.add(IpCommand.in(namespace, "link", "set", name, "mtu", link.mtu()));
    }
    if (!wanted.stp().equals(link.stp())) {
      boolean on = wanted.stp().orElse(false);
      changes.add(
          new LinkChange(
              "spanning tree",
              link.stp().orElse(false) ? "on" : "off",
              on ? "on" : "off",
              List.of(
                  IpCommand.in(
                      namespace,
                      "link",
                      "set",
                      name,
                      "type",
                      "bridge",
                      "stp_state",
                      on ? "1" : "0"))));
    }
    if (!Objects.equals(link.master(), wanted.master())) {
      attach(namespace, link, wanted.master());
    }
    List<String> missing = minus(wanted.addresses(), link.addresses());
    List<String> surplus = minus(link.addresses(), wanted.addresses());
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      List<IpCommand> calls = new ArrayList<>();
      missing.forEach(a -> calls.add(IpCommand.in(namespace, "addr", "add", a, "dev", name)));
      surplus.forEach(a -> calls.add(IpCommand.in(namespace, "addr", "del", a, "dev", name)));
      surplus.forEach(a -> rollback.add(IpCommand.in(namespace, "addr", "add", a, "dev", name)));
      changes.add(
          new LinkChange(
              "addresses of " + name, list(link.addresses()), list(wanted.addresses()), calls));
    }
    if (link.up() != wanted.up()) {
      changes.add(
          new LinkChange(
              name,
              link.up() ? "up" : "down",
              wanted.up() ? "up" : "down",
              List.of(IpCommand.in(namespace, "link", "set", name, wanted.up() ? "up" : "down"))));
      rollback.add(IpCommand.in(namespace, "link", "set", name, link.up() ? "up" : "down"));
    }
    return wanted;
  }

  private void attach(Optional<LinkName> namespace, NetworkLink link, Optional<String> master) {
    changes.add(
        new LinkChange(
            "master of " + link.name(),
            link.master().orElse("none"),
            master.orElse("none"),
            attachCommands(namespace, link.name(), master)));
    rollback.addAll(attachCommands(namespace, link.name(), link.master()));
  }

  private List<IpCommand> attachCommands(
      Optional<LinkName> namespace, String name, Optional<String> master) {
    if (master.isEmpty()) {
      return List.of(IpCommand.in(namespace, "link", "set", name, "nomaster"));
    }
    IpCommand call = IpCommand.in(namespace, "link", "set", name, "master", master.get());
    NetworkLink to = links.links().get(master.get());
    // A bond takes only links that are down.
    return to != null && to.kind().equals("bond")
        ? List.of(
            IpCommand.in(namespace, "link", "set", name, "down"),
            call,
            IpCommand.in(namespace, "link", "set", name, "up"))
        : List.of(call);
  }

  private void planPorts(List<LinkName> wanted) {
    String name = spec.name().value();
    List<String> names = wanted.stream().map(LinkName::value).toList();
    for (NetworkLink link :
        links.links().values().stream().sorted(Comparator.comparing(NetworkLink::name)).toList()) {
      boolean is = link.master().equals(Optional.of(name));
      boolean wantsPort = names.contains(link.name());
      if (is != wantsPort) {
        Optional<String> master = wantsPort ? Optional.of(name) : Optional.empty();
        attach(spec.namespace(), link, master);
        links = links.with(link.with(master));
      }
    }
  }

  private void planPeer(LinkName name) {
    NamespaceState.Present side = spec.peerNamespace().isPresent() ? peerLinks : links;
    NetworkLink found = side.link(name).orElseThrow();
    NetworkLink wanted =
        new NetworkLink(
            found.name(),
            found.kind(),
            found.index(),
            true,
            spec.mtu().orElse(found.mtu()),
            found.master(),
            found.lower(),
            found.lowerIndex(),
            found.vlan(),
            found.stp(),
            found.bondMode(),
            spec.peerAddresses().map(LinkPlanner::texts).orElse(found.addresses()));
    NamespaceState.Present after =
        side.with(converge(spec.effectivePeerNamespace(), found, wanted));
    if (spec.peerNamespace().isPresent()) {
      peerLinks = after;
    } else {
      links = after;
    }
  }

  private static List<String> minus(List<String> some, List<String> others) {
    return some.stream().filter(one -> !others.contains(one)).toList();
  }

  private static String list(List<String> addresses) {
    return addresses.isEmpty() ? "none" : String.join(", ", addresses);
  }

  private String describe(Kind kind) {
    return switch (kind) {
      case VLAN -> "vlan " + spec.id().orElseThrow() + " on " + spec.parent().orElseThrow();
      case VETH ->
          "veth with "
              + spec.peer().orElseThrow()
              + spec.peerNamespace().map(name -> " in " + name).orElse("");
      case BRIDGE, DUMMY, BOND -> kind.toString();
    };
  }

  private static String describe(NetworkLink link) {
    return link.kind().isEmpty() ? "hardware" : link.kind();
  }
}
