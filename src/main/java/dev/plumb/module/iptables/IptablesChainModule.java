package dev.plumb.module.iptables;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ConfirmedChange;
import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.Presence;
import dev.plumb.module.TaskModule;
import dev.plumb.module.iptables.TableState.Chain;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Manages all rules of a chain, in their order, in the running kernel and across reboots.
 *
 * <p>On any difference the chain is rebuilt by one atomic iptables-restore. Foreign rules and
 * chains are not touched: of a built-in chain, plumb manages a single rule that jumps to a separate
 * chain.
 */
public final class IptablesChainModule
    implements TaskModule<IptablesChainSpec, IptablesChainModule.ObservedChain> {

  /** The table, and its persistence if the task manages it. */
  record ObservedChain(
      TableState table, ManagementConnection connection, Optional<ChainPersistence> persisted) {}

  @Override
  public ModuleInfo<IptablesChainSpec> info() {
    return ModuleInfo.of(
        "iptables_chain",
        IptablesChainSpec.class,
        "Manages all rules of an iptables chain, in their order, also across reboots.");
  }

  @Override
  public Probe<ObservedChain> probe(IptablesChainSpec spec) {
    Probe<Optional<ChainPersistence>> persisted =
        spec.persist()
            ? ChainPersistence.probe(spec).map(Optional::of)
            : Probe.constant(Optional.<ChainPersistence>empty());
    return Probe.combine(
        spec.table().probe(), ManagementConnection.probeWithRoute(), persisted, ObservedChain::new);
  }

  @Override
  public Plan<ObservedChain> plan(IptablesChainSpec spec, ObservedChain found) {
    return switch (found.table()) {
      case TableState.NotInstalled _ -> Plan.blocked(ChainChecks.notInstalled(spec.table()));
      case TableState.Table table ->
          ChainChecks.otherFilterInUse(spec.table(), table)
              .or(() -> found.persisted().flatMap(ChainPersistence::missingSystemd))
              .<Plan<ObservedChain>>map(Plan::blocked)
              .orElseGet(() -> plan(spec, found, table));
    };
  }

  private static Plan<ObservedChain> plan(
      IptablesChainSpec spec, ObservedChain found, TableState.Table table) {
    List<TableEdit> edits = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    if (spec.state() == Presence.PRESENT) {
      planPresent(spec, table, edits, changes);
    } else {
      planAbsent(spec, table, edits, changes);
    }
    planPolicy(spec, table, edits, changes);
    TableRef where = spec.table();
    TableState.Table after = table.after(edits);
    Optional<Diagnostic> lockOut = FirewallLockout.check(where, found.connection(), table, after);
    if (lockOut.isPresent() && !spec.risk().allowLockoutRisk()) {
      return new Plan.Refused<>(lockOut.get(), true);
    }
    if (!changes.isEmpty()) {
      List<Step> steps =
          lockOut.isEmpty()
              ? List.of(new Step.Run(where.restore(edits)))
              : ConfirmedChange.steps(
                  where.save(),
                  where.restore(edits),
                  where.restoreSaved(),
                  spec.risk().lockoutTimer());
      Change first = changes.getFirst();
      changes.set(
          0, new Change(first.property(), first.before(), first.after(), steps, first.file()));
    }
    // After the rules, so that rules on trial are persisted only once they are confirmed.
    found.persisted().ifPresent(persisted -> changes.addAll(persisted.changes(spec)));
    return Plan.of(
        changes,
        new ObservedChain(
            after, found.connection(), found.persisted().map(persisted -> persisted.wanted(spec))));
  }

  private static void planPresent(
      IptablesChainSpec spec, TableState.Table table, List<TableEdit> edits, List<Change> changes) {
    List<FirewallRule> wanted = spec.wantedRules();
    Optional<Chain> own = table.chain(spec.ownChain());
    if (own.isEmpty()) {
      changes.add(Change.of("chain " + spec.ownChain(), "absent", ruleCount(wanted)));
      edits.addAll(spec.fillEdits());
    } else if (!own.get().rules().equals(wanted)) {
      changes.addAll(ruleChanges(own.get().rules(), wanted));
      edits.addAll(spec.fillEdits());
    }
    if (spec.isBuiltIn()) {
      ensureJump(spec, table.rules(spec.chain()), edits, changes);
    }
  }

  private static List<Change> ruleChanges(List<FirewallRule> found, List<FirewallRule> wanted) {
    List<Change> changes = new ArrayList<>();
    minus(wanted, found).forEach(rule -> changes.add(Change.of("rule", "absent", rule)));
    minus(found, wanted).forEach(rule -> changes.add(Change.of("rule", rule, "absent")));
    if (changes.isEmpty()) {
      int first = 0;
      while (found.get(first).equals(wanted.get(first))) {
        first++;
      }
      changes.add(Change.of("rule " + (first + 1), found.get(first), wanted.get(first)));
    }
    return changes;
  }

  /** Returns the rules without those of the other list, counting duplicates. */
  private static List<FirewallRule> minus(List<FirewallRule> rules, List<FirewallRule> others) {
    List<FirewallRule> rest = new ArrayList<>(rules);
    others.forEach(rest::remove);
    return rest;
  }

  private static void ensureJump(
      IptablesChainSpec spec,
      List<FirewallRule> rules,
      List<TableEdit> edits,
      List<Change> changes) {
    FirewallRule jump = FirewallRule.jumpTo(spec.ownChain());
    int times = Collections.frequency(rules, jump);
    boolean first = spec.position() == IptablesChainSpec.Position.FIRST;
    int wanted = first ? 0 : rules.size() - 1;
    if (times == 1 && rules.indexOf(jump) == wanted) {
      return;
    }
    changes.add(
        Change.of(
            "jump to " + spec.ownChain(),
            times == 0
                ? "absent"
                : times == 1 ? "rule " + (rules.indexOf(jump) + 1) : times + " rules",
            (first ? "first" : "last") + " rule of " + spec.chain()));
    edits.addAll(Collections.nCopies(times, new TableEdit.Delete(spec.chain(), jump)));
    edits.add(spec.jumpEdit());
  }

  private static void planAbsent(
      IptablesChainSpec spec, TableState.Table table, List<TableEdit> edits, List<Change> changes) {
    int times =
        spec.isBuiltIn()
            ? Collections.frequency(table.rules(spec.chain()), FirewallRule.jumpTo(spec.ownChain()))
            : 0;
    Optional<Chain> own = table.chain(spec.ownChain());
    if (times > 0) {
      changes.add(
          Change.of(
              "jump to " + spec.ownChain(), times == 1 ? "1 rule" : times + " rules", "absent"));
      edits.addAll(
          Collections.nCopies(
              times, new TableEdit.Delete(spec.chain(), FirewallRule.jumpTo(spec.ownChain()))));
    }
    if (own.isPresent()) {
      changes.add(Change.of("chain " + spec.ownChain(), ruleCount(own.get().rules()), "absent"));
      edits.addAll(
          List.of(new TableEdit.Flush(spec.ownChain()), new TableEdit.Remove(spec.ownChain())));
    }
  }

  private static void planPolicy(
      IptablesChainSpec spec, TableState.Table table, List<TableEdit> edits, List<Change> changes) {
    String found = table.chain(spec.chain()).flatMap(Chain::policy).orElse("");
    spec.policy()
        .filter(wanted -> !wanted.name().equals(found))
        .ifPresent(
            wanted -> {
              changes.add(Change.of("policy of " + spec.chain(), found, wanted));
              edits.add(new TableEdit.SetPolicy(spec.chain(), wanted));
            });
  }

  private static String ruleCount(List<FirewallRule> rules) {
    return rules.size() == 1 ? "1 rule" : rules.size() + " rules";
  }
}
