package dev.plumb.module.link;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.module.link.NetworkLinkSpec.Presence;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps a network namespace, its loopback up, in the running kernel and over a boot. */
public final class NetworkNamespaceModule
    implements TaskModule<NetworkNamespaceSpec, NetworkNamespaceModule.NamespaceFound> {

  /** What is found. */
  record NamespaceFound(Links within, Optional<Kept> kept) {}

  @Override
  public String name() {
    return "network_namespace";
  }

  @Override
  public String doc() {
    return "Keeps a network namespace.";
  }

  @Override
  public Class<NetworkNamespaceSpec> spec() {
    return NetworkNamespaceSpec.class;
  }

  @Override
  public Probe<NamespaceFound> probe(NetworkNamespaceSpec spec) {
    Probe<Optional<Kept>> kept =
        spec.persist() ? Kept.probe().map(Optional::of) : Probe.known(Optional.<Kept>empty());
    return Links.probe(Optional.of(spec.name())).zip(kept, NamespaceFound::new);
  }

  @Override
  public Plan<NamespaceFound> plan(NetworkNamespaceSpec spec, NamespaceFound found) {
    Optional<Name> name = Optional.of(spec.name());
    Ip loopbackUp = Ip.in(name, "link", "set", "lo", "up");
    List<Change> changes = new ArrayList<>();
    Links after = found.within();
    boolean present = spec.state() == Presence.PRESENT;
    switch (found.within()) {
      case Links.NoProgram _ -> {
        return Plan.blocked(
            Diagnostic.error(
                "iproute2 is missing", "The host has no program ip. Install iproute2 first."));
      }
      case Links.NoNamespace _ when present -> {
        Ip add = Ip.in(Optional.empty(), "netns", "add", spec.name());
        changes.add(Change.of("namespace", "absent", "present", add.run(), loopbackUp.run()));
        after = new Links.Present(Map.of("lo", loopback()));
      }
      case Links.Present(Map<String, Link> links) when !present -> {
        String held = links.size() == 1 ? "present" : "present, with " + links.size() + " links";
        Ip delete = Ip.in(Optional.empty(), "netns", "del", spec.name());
        changes.add(Change.of("namespace", held, "absent", delete.run()));
        after = new Links.NoNamespace();
      }
      case Links.Present here when here.link(Name.of("lo")).filter(Link::up).isEmpty() -> {
        changes.add(Change.of("loopback", "down", "up", loopbackUp.run()));
        after = here.with(loopback());
      }
      case Links.NoNamespace _, Links.Present _ -> {}
    }
    Map<String, String> wanted =
        present
            ? Map.of(
                KeptFiles.namespaceFile(spec.name(), false),
                KeptFiles.batch(List.of(Ip.in(Optional.empty(), "netns", "add", spec.name()))),
                KeptFiles.namespaceFile(spec.name(), true),
                KeptFiles.batch(List.of(loopbackUp)),
                KeptFiles.UNIT_PATH,
                KeptFiles.UNIT)
            : Map.of();
    Predicate<String> own =
        path ->
            path.equals(KeptFiles.namespaceFile(spec.name(), false))
                || path.equals(KeptFiles.namespaceFile(spec.name(), true))
                // Links that stand in it go with it.
                || (!present && KeptFiles.isWithin(spec.name(), path));
    found.kept().ifPresent(kept -> changes.addAll(kept.changes(wanted, own)));
    return Plan.of(
        changes, new NamespaceFound(after, found.kept().map(kept -> kept.after(wanted, own))));
  }

  private static Link loopback() {
    return new Link(
        "lo",
        "",
        1,
        true,
        65536,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
