package dev.plumb.module.link;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ConfirmedChange;
import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Manages a network link in the running kernel and across reboots. */
public final class NetworkLinkModule implements TaskModule<NetworkLinkSpec, ObservedLinks> {

  /**
   * Runs each argument as a command of ip, then restores the routes that were lost with the link.
   */
  private static final String ROLLBACK_SCRIPT =
      "for line in \"$@\"; do ip $line; done; ip route restore 2>/dev/null; exit 0";

  @Override
  public ModuleInfo<NetworkLinkSpec> info() {
    return ModuleInfo.of(
        "network_link",
        NetworkLinkSpec.class,
        "Manages a network link: a bridge, VLAN, veth pair, dummy or bond, also across reboots.");
  }

  @Override
  public Probe<ObservedLinks> probe(NetworkLinkSpec spec) {
    return Probe.combine(
        NamespaceState.probe(spec.namespace()),
        NamespaceState.probe(spec.effectivePeerNamespace()),
        ManagementConnection.probeWithRoute(),
        LinkPersistence.probe(spec.persist()),
        ObservedLinks::new);
  }

  @Override
  public Plan<ObservedLinks> plan(NetworkLinkSpec spec, ObservedLinks found) {
    if (found.links() instanceof NamespaceState.NotInstalled) {
      return Plan.blocked(
          Diagnostic.error(
              "iproute2 is missing", "The host has no program ip. Install iproute2 first."));
    }
    boolean absent = spec.state() == Presence.ABSENT;
    if (!absent && found.links() instanceof NamespaceState.NoNamespace) {
      return Plan.blocked(noNamespace(spec.namespace()));
    }
    if (!absent && found.peerLinks() instanceof NamespaceState.NoNamespace) {
      return Plan.blocked(noNamespace(spec.effectivePeerNamespace()));
    }
    LinkPlanner planner = new LinkPlanner(spec, present(found.links()), present(found.peerLinks()));
    Optional<Diagnostic> blocked = planner.plan();
    return blocked.isPresent()
        ? Plan.blocked(blocked.get())
        : withLockoutGuard(spec, found, planner);
  }

  private static NamespaceState.Present present(NamespaceState links) {
    return links instanceof NamespaceState.Present found
        ? found
        : new NamespaceState.Present(Map.of());
  }

  private static Diagnostic noNamespace(Optional<LinkName> name) {
    return Diagnostic.error(
        "No such network namespace",
        "There is no network namespace %s. Create it with a task of module network_namespace."
            .formatted(name.map(LinkName::value).orElse("")));
  }

  private static Plan<ObservedLinks> withLockoutGuard(
      NetworkLinkSpec spec, ObservedLinks found, LinkPlanner planner) {
    Optional<Diagnostic> cut =
        LinkLockout.check(spec, found.connection(), present(found.links()), planner);
    if (cut.isPresent() && !spec.risk().allowLockoutRisk()) {
      return new Plan.Refused<>(cut.get(), true);
    }
    List<Change> changes = new ArrayList<>();
    for (LinkPlanner.LinkChange doing : planner.changes()) {
      List<Step> steps =
          cut.isEmpty()
              ? doing.commands().stream().map(IpCommand::step).toList()
              : changes.isEmpty() ? trialSteps(spec, planner) : List.of();
      changes.add(
          Change.of(doing.property(), doing.before(), doing.after(), steps.toArray(Step[]::new)));
    }
    // After the change, so that a change on trial is persisted only once it is confirmed.
    found
        .persistence()
        .ifPresent(persistence -> changes.addAll(persistence.changes(spec, planner.links())));
    return Plan.of(
        changes,
        new ObservedLinks(
            present(found.links()).equals(planner.links()) ? found.links() : planner.links(),
            found.peerLinks() instanceof NamespaceState.Present
                ? planner.peerLinks()
                : found.peerLinks(),
            found.connection(),
            found.persistence().map(persistence -> persistence.after(spec, planner.links()))));
  }

  private static List<Step> trialSteps(NetworkLinkSpec spec, LinkPlanner planner) {
    String lines =
        planner.changes().stream()
            .flatMap(doing -> doing.commands().stream())
            .map(IpCommand::batchLine)
            .collect(Collectors.joining("\n", "", "\n"));
    String[] back = planner.rollback().stream().map(IpCommand::scriptLine).toArray(String[]::new);
    return ConfirmedChange.steps(
        Command.of("ip", "route", "save"),
        Command.of("ip", "-batch", "-").withInput(Bytes.utf8(lines)),
        Command.shell(ROLLBACK_SCRIPT, back),
        spec.risk().lockoutTimer());
  }
}
