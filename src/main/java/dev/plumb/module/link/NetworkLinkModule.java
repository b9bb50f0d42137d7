package dev.plumb.module.link;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.change.Trial;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Connection;
import dev.plumb.state.Probe;
import dev.plumb.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps a link of the network, in the running kernel and over a boot. */
public final class NetworkLinkModule implements TaskModule<NetworkLinkSpec, Found> {

  /** The way back: each argument is a call of ip; routes went with the link and come back last. */
  private static final String BACK =
      "for line in \"$@\"; do ip $line; done; ip route restore 2>/dev/null; exit 0";

  @Override
  public String name() {
    return "network_link";
  }

  @Override
  public String doc() {
    return "Keeps a link of the network: a bridge, VLAN, veth pair, dummy or bond.";
  }

  @Override
  public Class<NetworkLinkSpec> spec() {
    return NetworkLinkSpec.class;
  }

  @Override
  public Probe<Found> probe(NetworkLinkSpec spec) {
    Probe<Optional<Kept>> kept =
        spec.persist() ? Kept.probe().map(Optional::of) : Probe.known(Optional.<Kept>empty());
    return Links.probe(spec.namespace())
        .zip(Links.probe(spec.there()), List::of)
        .zip(
            Connection.probeWithWay(),
            (both, connection) ->
                new Found(both.getFirst(), both.getLast(), connection, Optional.empty()))
        .zip(
            kept,
            (found, files) -> new Found(found.here(), found.there(), found.connection(), files));
  }

  @Override
  public Plan<Found> plan(NetworkLinkSpec spec, Found found) {
    if (found.here() instanceof Links.NoProgram) {
      return Plan.blocked(
          Diagnostic.error(
              "iproute2 is missing", "The host has no program ip. Install iproute2 first."));
    }
    boolean absent = spec.state() == NetworkLinkSpec.Presence.ABSENT;
    if (!absent && found.here() instanceof Links.NoNamespace) {
      return Plan.blocked(noNamespace(spec.namespace()));
    }
    if (!absent && found.there() instanceof Links.NoNamespace) {
      return Plan.blocked(noNamespace(spec.there()));
    }
    LinkPlanner planner = new LinkPlanner(spec, present(found.here()), present(found.there()));
    Optional<Diagnostic> blocked = planner.plan();
    return blocked.isPresent() ? Plan.blocked(blocked.get()) : whole(spec, found, planner);
  }

  private static Links.Present present(Links links) {
    return links instanceof Links.Present found ? found : new Links.Present(Map.of());
  }

  private static Diagnostic noNamespace(Optional<Name> name) {
    return Diagnostic.error(
        "No such network namespace",
        "There is no network namespace %s. A task with network_namespace can make it."
            .formatted(name.map(Name::value).orElse("")));
  }

  private static Plan<Found> whole(NetworkLinkSpec spec, Found found, LinkPlanner planner) {
    Optional<Diagnostic> cut = CutOff.of(spec, found.connection(), present(found.here()), planner);
    if (cut.isPresent() && !spec.risk().allowLockoutRisk()) {
      return new Plan.Refused<>(cut.get(), true);
    }
    List<Change> told = new ArrayList<>();
    for (LinkPlanner.Doing doing : planner.doings()) {
      List<Step> steps =
          cut.isEmpty()
              ? doing.calls().stream().map(Ip::run).toList()
              : told.isEmpty() ? trial(spec, planner) : List.of();
      told.add(
          Change.of(doing.property(), doing.before(), doing.after(), steps.toArray(Step[]::new)));
    }
    // Behind it: what is on trial is kept only once it is confirmed.
    found.kept().ifPresent(kept -> told.addAll(kept.changes(spec, planner.here())));
    return Plan.of(
        told,
        new Found(
            present(found.here()).equals(planner.here()) ? found.here() : planner.here(),
            found.there() instanceof Links.Present ? planner.there() : found.there(),
            found.connection(),
            found.kept().map(kept -> kept.after(spec, planner.here()))));
  }

  private static List<Step> trial(NetworkLinkSpec spec, LinkPlanner planner) {
    String lines =
        planner.doings().stream()
            .flatMap(doing -> doing.calls().stream())
            .map(Ip::batchLine)
            .collect(Collectors.joining("\n", "", "\n"));
    String[] back = planner.back().stream().map(Ip::line).toArray(String[]::new);
    return Trial.steps(
        Command.of("ip", "route", "save"),
        Command.of("ip", "-batch", "-").withInput(Bytes.utf8(lines)),
        Command.shell(BACK, back),
        spec.risk().lockoutTimer());
  }
}
