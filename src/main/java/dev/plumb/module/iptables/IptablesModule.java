package dev.plumb.module.iptables;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.change.Trial;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.module.iptables.IptablesSpec.Action;
import dev.plumb.module.iptables.IptablesSpec.Presence;
import dev.plumb.module.iptables.IptablesState.Chain;
import dev.plumb.remote.Step;
import dev.plumb.state.Connection;
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
public final class IptablesModule implements TaskModule<IptablesSpec, Found> {

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
  public Probe<Found> probe(IptablesSpec spec) {
    return spec.where().probe().zip(connection(spec), Found::new);
  }

  /** Asked for only as far as what is asked for could cut it: each question has its price. */
  private static Probe<Connection> connection(IptablesSpec spec) {
    Rule rule = spec.rule().rule(spec.ipVersion());
    boolean letsIn =
        rule.part(Part.JUMP).equals(Optional.of("ACCEPT")) && spec.state() == Presence.PRESENT;
    if (letsIn) {
      return Probe.known(new Connection.Local());
    }
    // A rule that names hosts alone stops the packet or does not, however it comes.
    boolean namesHosts =
        rule.part(Part.SOURCE).isPresent()
            && spec.state() == Presence.PRESENT
            && rule.part(Part.MAC_SOURCE).isEmpty()
            && rule.part(Part.IN_INTERFACE).isEmpty();
    return namesHosts ? Connection.probe() : Connection.probeWithWay();
  }

  @Override
  public Plan<Found> plan(IptablesSpec spec, Found found) {
    return switch (found.table()) {
      case IptablesState.NoProgram _ -> Plan.blocked(Chains.noProgram(spec.where()));
      case IptablesState.Table table -> {
        List<Changing> changes = new ArrayList<>();
        Optional<Diagnostic> blocked =
            Chains.secondFilter(spec.where(), table).or(() -> changes(spec, table, changes));
        yield blocked.isPresent()
            ? Plan.blocked(blocked.get())
            : whole(spec, found, table, changes);
      }
    };
  }

  /** A change for people, and the edits that make it. */
  private record Changing(String property, Object before, Object after, List<Edit> edits) {}

  private static Plan<Found> whole(
      IptablesSpec spec, Found found, IptablesState.Table table, List<Changing> changes) {
    Where where = spec.where();
    List<Edit> edits = changes.stream().flatMap(change -> change.edits().stream()).toList();
    IptablesState.Table after = table.after(edits);
    Optional<Diagnostic> lockOut = LockOut.of(where, found.connection(), table, after);
    if (lockOut.isPresent() && !spec.risk().allowLockoutRisk()) {
      return new Plan.Refused<>(lockOut.get(), true);
    }
    List<Change> told = new ArrayList<>();
    for (Changing change : changes) {
      List<Step> steps =
          lockOut.isEmpty()
              ? change.edits().stream().map(where::run).toList()
              // The first brings them all.
              : told.isEmpty()
                  ? Trial.steps(
                      where.save(),
                      where.restore(edits),
                      where.restoreSaved(),
                      spec.risk().lockoutTimer())
                  : List.of();
      told.add(
          Change.of(
              change.property(), change.before(), change.after(), steps.toArray(Step[]::new)));
    }
    return Plan.of(told, new Found(after, found.connection()));
  }

  /** Adds what is to be changed, or says why that cannot be. */
  private static Optional<Diagnostic> changes(
      IptablesSpec spec, IptablesState.Table table, List<Changing> changes) {
    if (spec.flush()) {
      List<String> chains =
          spec.chain()
              .map(List::of)
              .orElseGet(() -> table.chains().keySet().stream().sorted().toList());
      for (String name : chains) {
        int rules = table.rules(name).size();
        if (rules > 0) {
          changes.add(
              new Changing("rules of " + name, rules, "none", List.of(new Edit.Flush(name))));
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
            new Changing(
                "chain",
                chain.get().rules().size() + " rules",
                "absent",
                List.of(new Edit.Flush(name), new Edit.Remove(name))));
      }
      return Optional.empty();
    }
    if (chain.isEmpty() && !absent) {
      if (!spec.chainManagement()) {
        return Optional.of(Chains.noChain(spec.where(), name));
      }
      changes.add(new Changing("chain", "absent", name, List.of(new Edit.Create(name))));
    }
    if (spec.policy().isPresent()) {
      return policy(name, chain, spec.policy().get(), changes);
    }
    return spec.rule().isEmpty() ? Optional.empty() : rule(spec, name, table.rules(name), changes);
  }

  private static Optional<Diagnostic> policy(
      String name, Optional<Chain> chain, Policy wanted, List<Changing> changes) {
    Optional<String> policy = chain.flatMap(Chain::policy);
    if (policy.isEmpty()) {
      return Optional.of(Chains.noPolicy(name));
    }
    if (!policy.get().equals(wanted.name())) {
      changes.add(
          new Changing("policy", policy.get(), wanted, List.of(new Edit.SetPolicy(name, wanted))));
    }
    return Optional.empty();
  }

  private static Optional<Diagnostic> rule(
      IptablesSpec spec, String chain, List<Rule> rules, List<Changing> changes) {
    Rule rule = spec.rule().rule(spec.ipVersion());
    int times = Collections.frequency(rules, rule);
    if (spec.state() == Presence.ABSENT) {
      if (times > 0) {
        // Each delete takes away one.
        changes.add(
            new Changing(
                "rule", rule, "absent", Collections.nCopies(times, new Edit.Delete(chain, rule))));
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
        new Changing(
            "rule",
            "absent",
            rule,
            List.of(
                spec.action() == Action.APPEND
                    ? new Edit.Append(chain, rule)
                    : new Edit.Insert(chain, place, rule))));
    return Optional.empty();
  }
}
