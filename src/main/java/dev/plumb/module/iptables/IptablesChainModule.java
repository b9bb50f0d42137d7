package dev.plumb.module.iptables;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ConfirmedChange;
import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.module.TaskModule;
import dev.plumb.module.iptables.IptablesSpec.Presence;
import dev.plumb.module.iptables.TableState.Chain;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Keeps all rules of a chain, in their order, in the running kernel and over a boot.
 *
 * <p>Whatever differs, the chain is filled anew by one atomic iptables-restore. Rules and chains of
 * others are not touched: of a chain that every host has, plumb keeps one rule that leads to a
 * chain of its own.
 */
public final class IptablesChainModule
    implements TaskModule<IptablesChainSpec, IptablesChainModule.ObservedChain> {

  /** What is found; the persisted part only when it is kept. */
  record ObservedChain(
      TableState table, ManagementConnection connection, Optional<ChainPersistence> persisted) {}

  @Override
  public String name() {
    return "iptables_chain";
  }

  @Override
  public String doc() {
    return "Keeps all rules of a chain of iptables, in their order, also over a boot.";
  }

  @Override
  public Class<IptablesChainSpec> spec() {
    return IptablesChainSpec.class;
  }

  @Override
  public Probe<ObservedChain> probe(IptablesChainSpec spec) {
    Probe<Optional<ChainPersistence>> persisted =
        spec.persist()
            ? ChainPersistence.probe(spec).map(Optional::of)
            : Probe.constant(Optional.<ChainPersistence>empty());
    return spec.tableRef()
        .probe()
        .combine(ManagementConnection.probeWithRoute(), ObservedTable::new)
        .combine(
            persisted, (found, kept) -> new ObservedChain(found.table(), found.connection(), kept));
  }

  @Override
  public Plan<ObservedChain> plan(IptablesChainSpec spec, ObservedChain found) {
    return switch (found.table()) {
      case TableState.NotInstalled _ -> Plan.blocked(ChainChecks.notInstalled(spec.tableRef()));
      case TableState.Table table ->
          ChainChecks.otherFilterInUse(spec.tableRef(), table)
              .or(() -> found.persisted().flatMap(ChainPersistence::missingSystemd))
              .<Plan<ObservedChain>>map(Plan::blocked)
              .orElseGet(() -> plan(spec, found, table));
    };
  }

  private static Plan<ObservedChain> plan(
      IptablesChainSpec spec, ObservedChain found, TableState.Table table) {
    List<TableEdit> edits = new ArrayList<>();
    List<Change> told = new ArrayList<>();
    if (spec.state() == Presence.PRESENT) {
      planPresent(spec, table, edits, told);
    } else {
      planAbsent(spec, table, edits, told);
    }
    planPolicy(spec, table, edits, told);
    TableRef where = spec.tableRef();
    TableState.Table after = table.after(edits);
    Optional<Diagnostic> lockOut = FirewallLockout.check(where, found.connection(), table, after);
    if (lockOut.isPresent() && !spec.risk().allowLockoutRisk()) {
      return new Plan.Refused<>(lockOut.get(), true);
    }
    if (!told.isEmpty()) {
      List<Step> steps =
          lockOut.isEmpty()
              ? List.of(new Step.Run(where.restore(edits)))
              : ConfirmedChange.steps(
                  where.save(),
                  where.restore(edits),
                  where.restoreSaved(),
                  spec.risk().lockoutTimer());
      Change first = told.getFirst();
      told.set(0, new Change(first.property(), first.before(), first.after(), steps, first.file()));
    }
    // Behind the rules: those of a trial are kept only once it is confirmed.
    found.persisted().ifPresent(persisted -> told.addAll(persisted.changes(spec)));
    return Plan.of(
        told,
        new ObservedChain(
            after, found.connection(), found.persisted().map(persisted -> persisted.wanted(spec))));
  }

  private static void planPresent(
      IptablesChainSpec spec, TableState.Table table, List<TableEdit> edits, List<Change> told) {
    List<Rule> wanted = spec.wantedRules();
    Optional<Chain> own = table.chain(spec.ownChain());
    if (own.isEmpty()) {
      told.add(Change.of("chain " + spec.ownChain(), "absent", ruleCount(wanted)));
      edits.addAll(spec.fillEdits());
    } else if (!own.get().rules().equals(wanted)) {
      told.addAll(ruleChanges(own.get().rules(), wanted));
      edits.addAll(spec.fillEdits());
    }
    if (spec.isBuiltIn()) {
      ensureJump(spec, table.rules(spec.chain()), edits, told);
    }
  }

  private static List<Change> ruleChanges(List<Rule> found, List<Rule> wanted) {
    List<Change> told = new ArrayList<>();
    minus(wanted, found).forEach(rule -> told.add(Change.of("rule", "absent", rule)));
    minus(found, wanted).forEach(rule -> told.add(Change.of("rule", rule, "absent")));
    if (told.isEmpty()) {
      int first = 0;
      while (found.get(first).equals(wanted.get(first))) {
        first++;
      }
      told.add(Change.of("rule " + (first + 1), found.get(first), wanted.get(first)));
    }
    return told;
  }

  /** The rules of one list that are not in the other, each as often as it is there too often. */
  private static List<Rule> minus(List<Rule> rules, List<Rule> others) {
    List<Rule> rest = new ArrayList<>(rules);
    others.forEach(rest::remove);
    return rest;
  }

  private static void ensureJump(
      IptablesChainSpec spec, List<Rule> rules, List<TableEdit> edits, List<Change> told) {
    Rule jump = Rule.jumpTo(spec.ownChain());
    int times = Collections.frequency(rules, jump);
    boolean first = spec.position() == IptablesChainSpec.Position.FIRST;
    int wanted = first ? 0 : rules.size() - 1;
    if (times == 1 && rules.indexOf(jump) == wanted) {
      return;
    }
    told.add(
        Change.of(
            "way into " + spec.ownChain(),
            times == 0
                ? "absent"
                : times == 1 ? "rule " + (rules.indexOf(jump) + 1) : times + " rules",
            (first ? "first" : "last") + " rule of " + spec.chain()));
    edits.addAll(Collections.nCopies(times, new TableEdit.Delete(spec.chain(), jump)));
    edits.add(spec.jumpEdit());
  }

  private static void planAbsent(
      IptablesChainSpec spec, TableState.Table table, List<TableEdit> edits, List<Change> told) {
    int times =
        spec.isBuiltIn()
            ? Collections.frequency(table.rules(spec.chain()), Rule.jumpTo(spec.ownChain()))
            : 0;
    Optional<Chain> own = table.chain(spec.ownChain());
    if (times > 0) {
      told.add(
          Change.of(
              "way into " + spec.ownChain(), times == 1 ? "1 rule" : times + " rules", "absent"));
      edits.addAll(
          Collections.nCopies(
              times, new TableEdit.Delete(spec.chain(), Rule.jumpTo(spec.ownChain()))));
    }
    if (own.isPresent()) {
      told.add(Change.of("chain " + spec.ownChain(), ruleCount(own.get().rules()), "absent"));
      edits.addAll(
          List.of(new TableEdit.Flush(spec.ownChain()), new TableEdit.Remove(spec.ownChain())));
    }
  }

  private static void planPolicy(
      IptablesChainSpec spec, TableState.Table table, List<TableEdit> edits, List<Change> told) {
    String found = table.chain(spec.chain()).flatMap(Chain::policy).orElse("");
    spec.policy()
        .filter(wanted -> !wanted.name().equals(found))
        .ifPresent(
            wanted -> {
              told.add(Change.of("policy of " + spec.chain(), found, wanted));
              edits.add(new TableEdit.SetPolicy(spec.chain(), wanted));
            });
  }

  private static String ruleCount(List<Rule> rules) {
    return rules.size() == 1 ? "1 rule" : rules.size() + " rules";
  }
}
