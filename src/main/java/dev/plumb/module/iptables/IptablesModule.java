package dev.plumb.module.iptables;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ConfirmedChange;
import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.module.iptables.IptablesSpec.Action;
import dev.plumb.module.iptables.TableState.Chain;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Manages one rule of iptables, the policy of a chain, or a chain, in the running kernel.
 *
 * <p>Rules are compared by their effect. Foreign rules keep their order. Changes do not survive a
 * reboot, because a restored rule might not end up in the same place; {@code iptables_chain}
 * manages a whole chain, also across reboots.
 */
public final class IptablesModule implements TaskModule<IptablesSpec, ObservedTable> {

  @Override
  public ModuleInfo<IptablesSpec> info() {
    return ModuleInfo.of(
        "iptables",
        IptablesSpec.class,
        "Manages one iptables rule, or the policy of a chain, until the next boot.");
  }

  @Override
  public Probe<ObservedTable> probe(IptablesSpec spec) {
    return spec.table().probe().and(connectionProbe(spec), ObservedTable::new);
  }

  /** Probes only as much of the connection as the rule could cut, to save time. */
  private static Probe<ManagementConnection> connectionProbe(IptablesSpec spec) {
    FirewallRule rule = spec.rule().toRule(spec.table().ipVersion());
    boolean letsIn =
        rule.clause(MatchClause.JUMP).equals(Optional.of("ACCEPT"))
            && spec.state() == Presence.PRESENT;
    if (letsIn) {
      return Probe.constant(new ManagementConnection.Local());
    }
    // A rule that matches only addresses does not depend on the route.
    boolean namesHosts =
        rule.clause(MatchClause.SOURCE).isPresent()
            && spec.state() == Presence.PRESENT
            && rule.clause(MatchClause.MAC_SOURCE).isEmpty()
            && rule.clause(MatchClause.IN_INTERFACE).isEmpty();
    return namesHosts ? ManagementConnection.probe() : ManagementConnection.probeWithRoute();
  }

  @Override
  public Plan<ObservedTable> plan(IptablesSpec spec, ObservedTable found) {
    return switch (found.table()) {
      case TableState.NotInstalled _ -> Plan.blocked(ChainChecks.notInstalled(spec.table()));
      case TableState.Table table -> {
        List<PendingChange> changes = new ArrayList<>();
        Optional<Diagnostic> blocked =
            ChainChecks.otherFilterInUse(spec.table(), table)
                .or(() -> findChanges(spec, table, changes));
        yield blocked.isPresent()
            ? Plan.blocked(blocked.get())
            : withLockoutGuard(spec, found, table, changes);
      }
    };
  }

  /** A change to report, and the edits that make it. */
  private record PendingChange(
      String property, Object before, Object after, List<TableEdit> edits) {}

  private static Plan<ObservedTable> withLockoutGuard(
      IptablesSpec spec, ObservedTable found, TableState.Table table, List<PendingChange> changes) {
    TableRef where = spec.table();
    List<TableEdit> edits = changes.stream().flatMap(change -> change.edits().stream()).toList();
    TableState.Table after = table.after(edits);
    Optional<Diagnostic> lockOut = FirewallLockout.check(where, found.connection(), table, after);
    if (lockOut.isPresent() && !spec.risk().allowLockoutRisk()) {
      return new Plan.Refused<>(lockOut.get(), true);
    }
    List<Change> result = new ArrayList<>();
    for (PendingChange change : changes) {
      List<Step> steps =
          lockOut.isEmpty()
              ? change.edits().stream().map(where::step).toList()
              // The steps of the first change make all of them.
              : result.isEmpty()
                  ? ConfirmedChange.steps(
                      where.save(),
                      where.restore(edits),
                      where.restoreSaved(),
                      spec.risk().lockoutTimer())
                  : List.of();
      result.add(
          Change.of(
              change.property(), change.before(), change.after(), steps.toArray(Step[]::new)));
    }
    return Plan.of(result, new ObservedTable(after, found.connection()));
  }

  /** Adds the needed changes, or returns why they are impossible. */
  private static Optional<Diagnostic> findChanges(
      IptablesSpec spec, TableState.Table table, List<PendingChange> changes) {
    if (spec.flush()) {
      List<String> chains =
          spec.chain()
              .map(List::of)
              .orElseGet(() -> table.chains().keySet().stream().sorted().toList());
      for (String name : chains) {
        int rules = table.rules(name).size();
        if (rules > 0) {
          changes.add(
              new PendingChange(
                  "rules of " + name, rules, "none", List.of(new TableEdit.Flush(name))));
        }
      }
      return Optional.empty();
    }
    String name = spec.chain().orElseThrow();
    Optional<Chain> chain = table.chain(name);
    boolean absent = spec.state() == Presence.ABSENT;
    if (spec.chainManagement() && spec.rule().isEmpty() && absent) {
      if (chain.isPresent()) {
        changes.add(
            new PendingChange(
                "chain",
                chain.get().rules().size() + " rules",
                "absent",
                List.of(new TableEdit.Flush(name), new TableEdit.Remove(name))));
      }
      return Optional.empty();
    }
    if (chain.isEmpty() && !absent) {
      if (!spec.chainManagement()) {
        return Optional.of(ChainChecks.noSuchChain(spec.table(), name));
      }
      changes.add(new PendingChange("chain", "absent", name, List.of(new TableEdit.Create(name))));
    }
    if (spec.policy().isPresent()) {
      return planPolicy(name, chain, spec.policy().get(), changes);
    }
    return spec.rule().isEmpty()
        ? Optional.empty()
        : planRule(spec, name, table.rules(name), changes);
  }

  private static Optional<Diagnostic> planPolicy(
      String name, Optional<Chain> chain, Policy wanted, List<PendingChange> changes) {
    Optional<String> policy = chain.flatMap(Chain::policy);
    if (policy.isEmpty()) {
      return Optional.of(ChainChecks.noPolicy(name));
    }
    if (!policy.get().equals(wanted.name())) {
      changes.add(
          new PendingChange(
              "policy", policy.get(), wanted, List.of(new TableEdit.SetPolicy(name, wanted))));
    }
    return Optional.empty();
  }

  private static Optional<Diagnostic> planRule(
      IptablesSpec spec, String chain, List<FirewallRule> rules, List<PendingChange> changes) {
    FirewallRule rule = spec.rule().toRule(spec.table().ipVersion());
    int times = Collections.frequency(rules, rule);
    if (spec.state() == Presence.ABSENT) {
      if (times > 0) {
        // Each edit deletes one occurrence.
        changes.add(
            new PendingChange(
                "rule",
                rule,
                "absent",
                Collections.nCopies(times, new TableEdit.Delete(chain, rule))));
      }
      return Optional.empty();
    }
    if (times > 0) {
      return Optional.empty();
    }
    int place = spec.action() == Action.APPEND ? rules.size() + 1 : spec.ruleNum().orElse(1);
    if (place > rules.size() + 1) {
      return Optional.of(
          Diagnostic.error(
              "No such position in the chain",
              "The rule must be number %d of %s, which has only %d rules."
                  .formatted(place, chain, rules.size())));
    }
    changes.add(
        new PendingChange(
            "rule",
            "absent",
            rule,
            List.of(
                spec.action() == Action.APPEND
                    ? new TableEdit.Append(chain, rule)
                    : new TableEdit.Insert(chain, place, rule))));
    return Optional.empty();
  }
}
