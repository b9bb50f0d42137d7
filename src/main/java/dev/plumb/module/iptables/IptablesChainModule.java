package dev.plumb.module.iptables;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.change.Trial;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
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
 * Keeps all rules of a chain, in their order, in the running kernel and over a boot.
 *
 * <p>Whatever differs, the chain is filled anew by one atomic iptables-restore. Rules and chains of
 * others are not touched: of a chain that every host has, plumb keeps one rule that leads to a
 * chain of its own.
 */
public final class IptablesChainModule
    implements TaskModule<IptablesChainSpec, IptablesChainModule.ChainFound> {

  /** What is found; the persisted part only when it is kept. */
  record ChainFound(IptablesState table, Connection connection, Optional<Persisted> persisted) {}

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
  public Probe<ChainFound> probe(IptablesChainSpec spec) {
    Probe<Optional<Persisted>> persisted =
        spec.persist()
            ? Persisted.probe(spec).map(Optional::of)
            : Probe.known(Optional.<Persisted>empty());
    return spec.where()
        .probe()
        .zip(Connection.probeWithWay(), Found::new)
        .zip(persisted, (found, kept) -> new ChainFound(found.table(), found.connection(), kept));
  }

  @Override
  public Plan<ChainFound> plan(IptablesChainSpec spec, ChainFound found) {
    return switch (found.table()) {
      case IptablesState.NoProgram _ -> Plan.blocked(Chains.noProgram(spec.where()));
      case IptablesState.Table table ->
          Chains.secondFilter(spec.where(), table)
              .or(() -> found.persisted().flatMap(Persisted::blocked))
              .<Plan<ChainFound>>map(Plan::blocked)
              .orElseGet(() -> plan(spec, found, table));
    };
  }

  private static Plan<ChainFound> plan(
      IptablesChainSpec spec, ChainFound found, IptablesState.Table table) {
    List<Edit> edits = new ArrayList<>();
    List<Change> told = new ArrayList<>();
    if (spec.state() == Presence.PRESENT) {
      present(spec, table, edits, told);
    } else {
      absent(spec, table, edits, told);
    }
    policy(spec, table, edits, told);
    Where where = spec.where();
    IptablesState.Table after = table.after(edits);
    Optional<Diagnostic> lockOut = LockOut.of(where, found.connection(), table, after);
    if (lockOut.isPresent() && !spec.risk().allowLockoutRisk()) {
      return new Plan.Refused<>(lockOut.get(), true);
    }
    if (!told.isEmpty()) {
      List<Step> steps =
          lockOut.isEmpty()
              ? List.of(new Step.Run(where.restore(edits)))
              : Trial.steps(
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
        new ChainFound(
            after, found.connection(), found.persisted().map(persisted -> persisted.wanted(spec))));
  }

  private static void present(
      IptablesChainSpec spec, IptablesState.Table table, List<Edit> edits, List<Change> told) {
    List<Rule> wanted = spec.wanted();
    Optional<Chain> own = table.chain(spec.own());
    if (own.isEmpty()) {
      told.add(Change.of("chain " + spec.own(), "absent", counted(wanted)));
      edits.addAll(spec.filling());
    } else if (!own.get().rules().equals(wanted)) {
      told.addAll(differences(own.get().rules(), wanted));
      edits.addAll(spec.filling());
    }
    if (spec.builtIn()) {
      lead(spec, table.rules(spec.chain()), edits, told);
    }
  }

  private static List<Change> differences(List<Rule> found, List<Rule> wanted) {
    List<Change> told = new ArrayList<>();
    less(wanted, found).forEach(rule -> told.add(Change.of("rule", "absent", rule)));
    less(found, wanted).forEach(rule -> told.add(Change.of("rule", rule, "absent")));
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
  private static List<Rule> less(List<Rule> rules, List<Rule> others) {
    List<Rule> rest = new ArrayList<>(rules);
    others.forEach(rest::remove);
    return rest;
  }

  private static void lead(
      IptablesChainSpec spec, List<Rule> rules, List<Edit> edits, List<Change> told) {
    Rule jump = Rule.to(spec.own());
    int times = Collections.frequency(rules, jump);
    boolean first = spec.position() == IptablesChainSpec.Position.FIRST;
    int wanted = first ? 0 : rules.size() - 1;
    if (times == 1 && rules.indexOf(jump) == wanted) {
      return;
    }
    told.add(
        Change.of(
            "way into " + spec.own(),
            times == 0
                ? "absent"
                : times == 1 ? "rule " + (rules.indexOf(jump) + 1) : times + " rules",
            (first ? "first" : "last") + " rule of " + spec.chain()));
    edits.addAll(Collections.nCopies(times, new Edit.Delete(spec.chain(), jump)));
    edits.add(spec.leading());
  }

  private static void absent(
      IptablesChainSpec spec, IptablesState.Table table, List<Edit> edits, List<Change> told) {
    int times =
        spec.builtIn() ? Collections.frequency(table.rules(spec.chain()), Rule.to(spec.own())) : 0;
    Optional<Chain> own = table.chain(spec.own());
    if (times > 0) {
      told.add(
          Change.of("way into " + spec.own(), times == 1 ? "1 rule" : times + " rules", "absent"));
      edits.addAll(Collections.nCopies(times, new Edit.Delete(spec.chain(), Rule.to(spec.own()))));
    }
    if (own.isPresent()) {
      told.add(Change.of("chain " + spec.own(), counted(own.get().rules()), "absent"));
      edits.addAll(List.of(new Edit.Flush(spec.own()), new Edit.Remove(spec.own())));
    }
  }

  private static void policy(
      IptablesChainSpec spec, IptablesState.Table table, List<Edit> edits, List<Change> told) {
    String found = table.chain(spec.chain()).flatMap(Chain::policy).orElse("");
    spec.policy()
        .filter(wanted -> !wanted.name().equals(found))
        .ifPresent(
            wanted -> {
              told.add(Change.of("policy of " + spec.chain(), found, wanted));
              edits.add(new Edit.SetPolicy(spec.chain(), wanted));
            });
  }

  private static String counted(List<Rule> rules) {
    return rules.size() == 1 ? "1 rule" : rules.size() + " rules";
  }
}
