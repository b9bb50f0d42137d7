package dev.plumb.module.iptables;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ConfirmedChange;
import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.module.TaskModule;
import dev.plumb.module.iptables.IptablesSpec.Action;
import dev.plumb.module.iptables.IptablesSpec.Presence;
import dev.plumb.module.iptables.TableState.Chain;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one rule of iptables, the policy of a chain, or a chain, in the running kernel.
 *
 * <p>All rules of a table are read and compared by what they do. Rules of others are left alone, in
 * the order in which they stand. What is kept is gone after a boot: a rule that comes back by
 * itself would not stand where it stood. {@code iptables_chain} keeps all of a chain, also over a
 * boot.
 */
public final class IptablesModule implements TaskModule<IptablesSpec, ObservedTable> {

  @Override
  public String name() {
    return "iptables";
  }

  @Override
  public String doc() {
    return "Keeps one rule of iptables, or the policy of a chain, until the next boot.";
  }

  @Override
  public Class<IptablesSpec> spec() {
    return IptablesSpec.class;
  }

  @Override
  public Probe<ObservedTable> probe(IptablesSpec spec) {
    return spec.tableRef().probe().combine(connectionProbe(spec), ObservedTable::new);
  }

  /** Asked for only as far as what is asked for could cut it: each question has its price. */
  private static Probe<ManagementConnection> connectionProbe(IptablesSpec spec) {
    Rule rule = spec.rule().toRule(spec.ipVersion());
    boolean letsIn =
        rule.clause(MatchClause.JUMP).equals(Optional.of("ACCEPT"))
            && spec.state() == Presence.PRESENT;
    if (letsIn) {
      return Probe.constant(new ManagementConnection.Local());
    }
    // A rule that names hosts alone stops the packet or does not, however it comes.
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
      case TableState.NotInstalled _ -> Plan.blocked(ChainChecks.notInstalled(spec.tableRef()));
      case TableState.Table table -> {
        List<PendingChange> changes = new ArrayList<>();
        Optional<Diagnostic> blocked =
            ChainChecks.otherFilterInUse(spec.tableRef(), table)
                .or(() -> findChanges(spec, table, changes));
        yield blocked.isPresent()
            ? Plan.blocked(blocked.get())
            : withLockoutGuard(spec, found, table, changes);
      }
    };
  }

  /** A change for people, and the edits that make it. */
  private record PendingChange(
      String property, Object before, Object after, List<TableEdit> edits) {}

  private static Plan<ObservedTable> withLockoutGuard(
      IptablesSpec spec, ObservedTable found, TableState.Table table, List<PendingChange> changes) {
    TableRef where = spec.tableRef();
    List<TableEdit> edits = changes.stream().flatMap(change -> change.edits().stream()).toList();
    TableState.Table after = table.after(edits);
    Optional<Diagnostic> lockOut = FirewallLockout.check(where, found.connection(), table, after);
    if (lockOut.isPresent() && !spec.risk().allowLockoutRisk()) {
      return new Plan.Refused<>(lockOut.get(), true);
    }
    List<Change> told = new ArrayList<>();
    for (PendingChange change : changes) {
      List<Step> steps =
          lockOut.isEmpty()
              ? change.edits().stream().map(where::step).toList()
              // The first brings them all.
              : told.isEmpty()
                  ? ConfirmedChange.steps(
                      where.save(),
                      where.restore(edits),
                      where.restoreSaved(),
                      spec.risk().lockoutTimer())
                  : List.of();
      told.add(
          Change.of(
              change.property(), change.before(), change.after(), steps.toArray(Step[]::new)));
    }
    return Plan.of(told, new ObservedTable(after, found.connection()));
  }

  /** Adds what is to be changed, or says why that cannot be. */
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
        return Optional.of(ChainChecks.noSuchChain(spec.tableRef(), name));
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
      IptablesSpec spec, String chain, List<Rule> rules, List<PendingChange> changes) {
    Rule rule = spec.rule().toRule(spec.ipVersion());
    int times = Collections.frequency(rules, rule);
    if (spec.state() == Presence.ABSENT) {
      if (times > 0) {
        // Each delete takes away one.
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
              "No such place in the chain",
              "The rule shall be number %d of %s, which has %d rules."
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
