package dev.plumb.module.link;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.Presence;
import dev.plumb.module.link.NetworkLinkSpec.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

  private void change(String property, Object before, Object after, IpCommand... commands) {
    changes.add(new LinkChange(property, before, after, List.of(commands)));
  }

  private IpCommand deleteCommand() {
    return IpCommand.in(spec.namespace(), "link del " + spec.name());
  }

  private NetworkLink create(Optional<NetworkLink> old) {
    boolean crosses = spec.peerNamespace().isPresent();
    List<IpCommand> commands = new ArrayList<>();
    if (old.isPresent()) {
      commands.add(deleteCommand());
    }
    // The peer may be left over from another pair.
    spec.peer()
        .filter(peer -> crosses && peerLinks.link(peer).isPresent())
        .ifPresent(
            peer -> commands.add(IpCommand.in(spec.effectivePeerNamespace(), "link del " + peer)));
    commands.add(spec.addCommand());
    Kind kind = spec.type().orElseThrow();
    changes.add(
        new LinkChange(
            "link", old.map(LinkPlanner::describe).orElse("absent"), describe(kind), commands));
    String name = spec.name().value();
    Optional<Integer> peerIndex = kind == Kind.VETH && crosses ? Optional.of(-1) : Optional.empty();
    if (kind == Kind.VETH) {
      setPeer(
          NetworkLink.create(spec.peer().orElseThrow().value(), "veth", 1500)
              .above(crosses ? Optional.empty() : Optional.of(name), peerIndex));
    }
    Optional<LinkName> lower = kind == Kind.VETH && !crosses ? spec.peer() : spec.parent();
    int mtu = spec.parent().flatMap(links::link).map(NetworkLink::mtu).orElse(1500);
    return NetworkLink.create(name, kind.toString(), mtu)
        .above(lower.map(LinkName::value), peerIndex)
        .ofKind(
            spec.id(),
            kind == Kind.BRIDGE ? Optional.of(false) : Optional.empty(),
            spec.mode().map(Object::toString));
  }

  private void setPeer(NetworkLink peer) {
    if (spec.peerNamespace().isPresent()) {
      peerLinks = peerLinks.with(peer);
    } else {
      links = links.with(peer);
    }
  }

  private NetworkLink wanted(NetworkLink link) {
    return link.configured(
        spec.up(),
        spec.mtu().orElse(link.mtu()),
        spec.master().map(LinkName::value).or(link::master),
        spec.stp().or(link::stp),
        spec.addresses().map(LinkPlanner::texts).orElse(link.addresses()));
  }

  private static List<String> texts(List<InterfaceAddress> addresses) {
    return addresses.stream().map(InterfaceAddress::value).toList();
  }

  /** Adds the changes that turn a link into the wanted one, and returns it. */
  private NetworkLink converge(Optional<LinkName> namespace, NetworkLink link, NetworkLink wanted) {
    String name = link.name();
    String set = "link set " + name + " ";
    if (link.mtu() != wanted.mtu()) {
      change(
          "mtu of " + name,
          link.mtu(),
          wanted.mtu(),
          IpCommand.in(namespace, set + "mtu " + wanted.mtu()));
      rollback.add(IpCommand.in(namespace, set + "mtu " + link.mtu()));
    }
    if (!wanted.stp().equals(link.stp())) {
      boolean on = wanted.stp().orElse(false);
      change(
          "spanning tree",
          link.stp().orElse(false) ? "on" : "off",
          on ? "on" : "off",
          IpCommand.in(namespace, set + "type bridge stp_state " + (on ? 1 : 0)));
    }
    if (!link.master().equals(wanted.master())) {
      attach(namespace, link, wanted.master());
    }
    List<String> missing = minus(wanted.addresses(), link.addresses());
    List<String> surplus = minus(link.addresses(), wanted.addresses());
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      List<IpCommand> commands = new ArrayList<>();
      missing.forEach(a -> commands.add(IpCommand.address(namespace, "add", a, name)));
      surplus.forEach(a -> commands.add(IpCommand.address(namespace, "del", a, name)));
      surplus.forEach(a -> rollback.add(IpCommand.address(namespace, "add", a, name)));
      changes.add(
          new LinkChange(
              "addresses of " + name, list(link.addresses()), list(wanted.addresses()), commands));
    }
    if (link.up() != wanted.up()) {
      String before = link.up() ? "up" : "down";
      String after = wanted.up() ? "up" : "down";
      change(name, before, after, IpCommand.in(namespace, set + after));
      rollback.add(IpCommand.in(namespace, set + before));
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
    String set = "link set " + name + " ";
    IpCommand command =
        IpCommand.in(namespace, set + master.map(to -> "master " + to).orElse("nomaster"));
    boolean bond =
        master.map(to -> links.links().get(to)).filter(to -> to.kind().equals("bond")).isPresent();
    // A bond accepts only links that are down.
    return bond
        ? List.of(
            IpCommand.in(namespace, set + "down"), command, IpCommand.in(namespace, set + "up"))
        : List.of(command);
  }

  private void planPorts(List<LinkName> wanted) {
    String name = spec.name().value();
    List<String> names = wanted.stream().map(LinkName::value).toList();
    for (NetworkLink link :
        links.links().values().stream().sorted(Comparator.comparing(NetworkLink::name)).toList()) {
      boolean isPort = link.master().equals(Optional.of(name));
      boolean wantsPort = names.contains(link.name());
      if (isPort != wantsPort) {
        Optional<String> master = wantsPort ? Optional.of(name) : Optional.empty();
        attach(spec.namespace(), link, master);
        links = links.with(link.withMaster(master));
      }
    }
  }

  private void planPeer(LinkName name) {
    NetworkLink found =
        (spec.peerNamespace().isPresent() ? peerLinks : links).link(name).orElseThrow();
    setPeer(
        converge(
            spec.effectivePeerNamespace(),
            found,
            found.configured(
                true,
                spec.mtu().orElse(found.mtu()),
                found.master(),
                found.stp(),
                spec.peerAddresses().map(LinkPlanner::texts).orElse(found.addresses()))));
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
