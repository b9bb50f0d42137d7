package dev.plumb.module.link;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.link.NetworkLinkSpec.Kind;
import dev.plumb.module.link.NetworkLinkSpec.Presence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is to be done with the links of a running host. Used once, by one thread. */
final class LinkPlanner {

  /** A change for people, and the calls that make it. */
  record Doing(String property, Object before, Object after, List<Ip> calls) {}

  private final NetworkLinkSpec spec;
  private final List<Doing> doings = new ArrayList<>();
  private final List<Ip> back = new ArrayList<>();
  private Links.Present here;
  private Links.Present there;

  LinkPlanner(NetworkLinkSpec spec, Links.Present here, Links.Present there) {
    this.spec = spec;
    this.here = here;
    this.there = there;
  }

  List<Doing> doings() {
    return doings;
  }

  /** Calls that bring back what the doings take from links that stay. */
  List<Ip> back() {
    return back;
  }

  /** The links as they will be. */
  Links.Present here() {
    return here;
  }

  Links.Present there() {
    return spec.peerNamespace().isPresent() ? there : here;
  }

  /** Plans, or says why it cannot be done. */
  Optional<Diagnostic> plan() {
    Optional<Link> found = here.link(spec.name());
    if (spec.state() == Presence.ABSENT) {
      found.ifPresent(
          link -> {
            doings.add(new Doing("link", told(link), "absent", List.of(deleting())));
            here = here.without(spec.name());
          });
      return Optional.empty();
    }
    Optional<Diagnostic> missing = missing(found);
    if (missing.isPresent()) {
      return missing;
    }
    Link link = found.filter(this::isOfItsKind).orElseGet(() -> make(found));
    here = here.with(fit(spec.namespace(), link, wanted(link)));
    spec.ports().ifPresent(this::ports);
    spec.peer().ifPresent(this::peer);
    return Optional.empty();
  }

  private Optional<Diagnostic> missing(Optional<Link> found) {
    List<Name> needed = new ArrayList<>(spec.ports().orElse(List.of()));
    spec.parent().ifPresent(needed::add);
    spec.master().ifPresent(needed::add);
    if (spec.type().isEmpty()) {
      needed.add(spec.name());
    }
    // Only hardware, or what somebody else made, can be missing for good.
    return needed.stream()
        .filter(name -> here.link(name).isEmpty())
        .findFirst()
        .map(
            name ->
                Diagnostic.error(
                    "No such link",
                    "%s%s needs the link %s, which is not there."
                        .formatted(
                            found.isPresent() ? "The link " : "To make it, ", spec.name(), name)));
  }

  /** Whether what is there can become what is asked for without being made anew. */
  private boolean isOfItsKind(Link link) {
    boolean kind = spec.type().map(wanted -> wanted.toString().equals(link.kind())).orElse(true);
    boolean vlan =
        spec.id().isEmpty()
            || (spec.id().equals(link.vlan())
                && spec.parent().map(Name::value).equals(link.under()));
    boolean bond =
        spec.mode().isEmpty() || spec.mode().map(Object::toString).equals(link.bondMode());
    boolean pair =
        spec.peer().isEmpty()
            || (spec.peerNamespace().isEmpty()
                ? spec.peer().map(Name::value).equals(link.under())
                : there.link(spec.peer().get()).filter(link::isPeerOf).isPresent());
    return kind && vlan && bond && pair;
  }

  private Ip deleting() {
    return Ip.in(spec.namespace(), "link", "del", spec.name());
  }

  private Link make(Optional<Link> old) {
    List<Ip> calls = new ArrayList<>();
    if (old.isPresent()) {
      calls.add(deleting());
    }
    // The other end may be left over from another pair.
    spec.peer()
        .filter(peer -> spec.peerNamespace().isPresent() && there.link(peer).isPresent())
        .ifPresent(peer -> calls.add(Ip.in(spec.there(), "link", "del", peer)));
    calls.add(spec.adding());
    Kind kind = spec.type().orElseThrow();
    doings.add(new Doing("link", old.map(LinkPlanner::told).orElse("absent"), told(kind), calls));
    boolean pairHere = kind == Kind.VETH && spec.peerNamespace().isEmpty();
    boolean pairThere = kind == Kind.VETH && spec.peerNamespace().isPresent();
    Optional<String> under =
        pairHere ? spec.peer().map(Name::value) : spec.parent().map(Name::value);
    int mtu = spec.parent().flatMap(here::link).map(Link::mtu).orElse(1500);
    if (kind == Kind.VETH) {
      Name peer = spec.peer().orElseThrow();
      Optional<String> back = pairHere ? Optional.of(spec.name().value()) : Optional.empty();
      Link end = fresh(peer.value(), "veth", back, pairThere, 1500);
      if (pairHere) {
        here = here.with(end);
      } else {
        there = there.with(end);
      }
    }
    Optional<Boolean> stp = kind == Kind.BRIDGE ? Optional.of(false) : Optional.empty();
    Link link = fresh(spec.name().value(), kind.toString(), under, pairThere, mtu);
    return new Link(
        link.name(),
        link.kind(),
        -1,
        false,
        mtu,
        Optional.empty(),
        under,
        link.underIndex(),
        spec.id(),
        stp,
        spec.mode().map(Object::toString),
        List.of());
  }

  private static Link fresh(
      String name, String kind, Optional<String> under, boolean pair, int mtu) {
    return new Link(
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

  private Link wanted(Link link) {
    return new Link(
        link.name(),
        link.kind(),
        link.index(),
        spec.up(),
        spec.mtu().orElse(link.mtu()),
        spec.master().map(Name::value).or(link::master),
        link.under(),
        link.underIndex(),
        link.vlan(),
        spec.stp().or(link::stp),
        link.bondMode(),
        spec.addresses().map(LinkPlanner::texts).orElse(link.addresses()));
  }

  private static List<String> texts(List<Address> addresses) {
    return addresses.stream().map(Address::value).toList();
  }

  /** Adds what makes one link of the other, which is then what it is. */
  private Link fit(Optional<Name> namespace, Link link, Link wanted) {
    String name = link.name();
    if (link.mtu() != wanted.mtu()) {
      doings.add(
          new Doing(
              "mtu of " + name,
              link.mtu(),
              wanted.mtu(),
              List.of(Ip.in(namespace, "link", "set", name, "mtu", wanted.mtu()))));
      back.add(Ip.in(namespace, "link", "set", name, "mtu", link.mtu()));
    }
    if (!wanted.stp().equals(link.stp())) {
      boolean on = wanted.stp().orElse(false);
      doings.add(
          new Doing(
              "spanning tree",
              link.stp().orElse(false) ? "on" : "off",
              on ? "on" : "off",
              List.of(
                  Ip.in(
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
      enslave(namespace, link, wanted.master());
    }
    List<String> missing = less(wanted.addresses(), link.addresses());
    List<String> surplus = less(link.addresses(), wanted.addresses());
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      List<Ip> calls = new ArrayList<>();
      missing.forEach(a -> calls.add(Ip.in(namespace, "addr", "add", a, "dev", name)));
      surplus.forEach(a -> calls.add(Ip.in(namespace, "addr", "del", a, "dev", name)));
      surplus.forEach(a -> back.add(Ip.in(namespace, "addr", "add", a, "dev", name)));
      doings.add(
          new Doing(
              "addresses of " + name, list(link.addresses()), list(wanted.addresses()), calls));
    }
    if (link.up() != wanted.up()) {
      doings.add(
          new Doing(
              name,
              link.up() ? "up" : "down",
              wanted.up() ? "up" : "down",
              List.of(Ip.in(namespace, "link", "set", name, wanted.up() ? "up" : "down"))));
      back.add(Ip.in(namespace, "link", "set", name, link.up() ? "up" : "down"));
    }
    return wanted;
  }

  private void enslave(Optional<Name> namespace, Link link, Optional<String> master) {
    doings.add(
        new Doing(
            "master of " + link.name(),
            link.master().orElse("none"),
            master.orElse("none"),
            mastering(namespace, link.name(), master)));
    back.addAll(mastering(namespace, link.name(), link.master()));
  }

  private List<Ip> mastering(Optional<Name> namespace, String name, Optional<String> master) {
    if (master.isEmpty()) {
      return List.of(Ip.in(namespace, "link", "set", name, "nomaster"));
    }
    Ip call = Ip.in(namespace, "link", "set", name, "master", master.get());
    Link to = here.links().get(master.get());
    // A bond takes only links that are down.
    return to != null && to.kind().equals("bond")
        ? List.of(
            Ip.in(namespace, "link", "set", name, "down"),
            call,
            Ip.in(namespace, "link", "set", name, "up"))
        : List.of(call);
  }

  private void ports(List<Name> wanted) {
    String name = spec.name().value();
    List<String> names = wanted.stream().map(Name::value).toList();
    for (Link link :
        here.links().values().stream().sorted(Comparator.comparing(Link::name)).toList()) {
      boolean is = link.master().equals(Optional.of(name));
      boolean shall = names.contains(link.name());
      if (is != shall) {
        Optional<String> master = shall ? Optional.of(name) : Optional.empty();
        enslave(spec.namespace(), link, master);
        here = here.with(link.with(master));
      }
    }
  }

  private void peer(Name name) {
    Links.Present side = spec.peerNamespace().isPresent() ? there : here;
    Link found = side.link(name).orElseThrow();
    Link wanted =
        new Link(
            found.name(),
            found.kind(),
            found.index(),
            true,
            spec.mtu().orElse(found.mtu()),
            found.master(),
            found.under(),
            found.underIndex(),
            found.vlan(),
            found.stp(),
            found.bondMode(),
            spec.peerAddresses().map(LinkPlanner::texts).orElse(found.addresses()));
    Links.Present after = side.with(fit(spec.there(), found, wanted));
    if (spec.peerNamespace().isPresent()) {
      there = after;
    } else {
      here = after;
    }
  }

  private static List<String> less(List<String> some, List<String> others) {
    return some.stream().filter(one -> !others.contains(one)).toList();
  }

  private static String list(List<String> addresses) {
    return addresses.isEmpty() ? "none" : String.join(", ", addresses);
  }

  private String told(Kind kind) {
    return switch (kind) {
      case VLAN -> "vlan " + spec.id().orElseThrow() + " on " + spec.parent().orElseThrow();
      case VETH ->
          "veth with "
              + spec.peer().orElseThrow()
              + spec.peerNamespace().map(name -> " in " + name).orElse("");
      case BRIDGE, DUMMY, BOND -> kind.toString();
    };
  }

  private static String told(Link link) {
    return link.kind().isEmpty() ? "hardware" : link.kind();
  }
}
