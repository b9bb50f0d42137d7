package dev.plumb.module.link;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Manages a network namespace and its loopback link, in the running kernel and across reboots. */
public final class NetworkNamespaceModule
    implements TaskModule<NetworkNamespaceSpec, NetworkNamespaceModule.ObservedNamespace> {

  /** The links of the namespace, and its persistence if the task manages it. */
  record ObservedNamespace(NamespaceState links, Optional<LinkPersistence> persistence) {}

  @Override
  public ModuleInfo<NetworkNamespaceSpec> info() {
    return ModuleInfo.of(
        "network_namespace",
        NetworkNamespaceSpec.class,
        "Manages a network namespace, also across reboots.");
  }

  @Override
  public Probe<ObservedNamespace> probe(NetworkNamespaceSpec spec) {
    return NamespaceState.probe(Optional.of(spec.name()))
        .and(LinkPersistence.probe(spec.persist()), ObservedNamespace::new);
  }

  @Override
  public Plan<ObservedNamespace> plan(NetworkNamespaceSpec spec, ObservedNamespace found) {
    Optional<LinkName> name = Optional.of(spec.name());
    IpCommand add = IpCommand.in(Optional.empty(), "netns add " + spec.name());
    IpCommand loopbackUp = IpCommand.in(name, "link set lo up");
    List<Change> changes = new ArrayList<>();
    NamespaceState after = found.links();
    boolean present = spec.state() == Presence.PRESENT;
    switch (found.links()) {
      case NamespaceState.NotInstalled _ -> {
        return Plan.blocked(
            Diagnostic.error(
                "iproute2 is missing", "The host has no program ip. Install iproute2 first."));
      }
      case NamespaceState.NoNamespace _ when present -> {
        changes.add(Change.of("namespace", "absent", "present", add.step(), loopbackUp.step()));
        after = new NamespaceState.Present(Map.of("lo", loopback()));
      }
      case NamespaceState.Present(Map<String, NetworkLink> links) when !present -> {
        String held = links.size() == 1 ? "present" : "present, with " + links.size() + " links";
        IpCommand delete = IpCommand.in(Optional.empty(), "netns del " + spec.name());
        changes.add(Change.of("namespace", held, "absent", delete.step()));
        after = new NamespaceState.NoNamespace();
      }
      case NamespaceState.Present here
          when here.link(LinkName.of("lo")).filter(NetworkLink::up).isEmpty() -> {
        changes.add(Change.of("loopback", "down", "up", loopbackUp.step()));
        after = here.with(loopback());
      }
      case NamespaceState.NoNamespace _, NamespaceState.Present _ -> {}
    }
    Map<String, String> wanted =
        present
            ? Map.of(
                LinkFiles.namespaceFile(spec.name(), false),
                LinkFiles.batch(List.of(add)),
                LinkFiles.namespaceFile(spec.name(), true),
                LinkFiles.batch(List.of(loopbackUp)),
                LinkFiles.UNIT_PATH,
                LinkFiles.UNIT)
            : Map.of();
    Predicate<String> own =
        path ->
            path.equals(LinkFiles.namespaceFile(spec.name(), false))
                || path.equals(LinkFiles.namespaceFile(spec.name(), true))
                // Files of links in the namespace are removed with it.
                || (!present && LinkFiles.isInNamespace(spec.name(), path));
    found.persistence().ifPresent(kept -> changes.addAll(kept.changes(wanted, own)));
    return Plan.of(
        changes,
        new ObservedNamespace(after, found.persistence().map(kept -> kept.after(wanted, own))));
  }

  private static NetworkLink loopback() {
    return NetworkLink.create("lo", "", 65536)
        .configured(true, 65536, Optional.empty(), Optional.empty(), List.of());
  }
}
