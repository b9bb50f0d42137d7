package dev.plumb.module.iptables;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.TaskModule;
import dev.plumb.module.iptables.IptablesSpec.Action;
import dev.plumb.module.iptables.IptablesSpec.IpVersion;
import dev.plumb.module.iptables.IptablesSpec.Presence;
import dev.plumb.module.iptables.IptablesState.Chain;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps one rule of iptables, or the policy of a chain, in the running kernel.
 *
 * <p>All rules of a table are read and compared by what they do. Rules of others are left alone, in
 * the order in which they stand. What is kept is gone after a boot unless something on the host
 * saves it.
 */
public final class IptablesModule implements TaskModule<IptablesSpec, IptablesState> {

  @Override
  public String name() {
    return "iptables";
  }

  @Override
  public String doc() {
    return "Keeps one rule of iptables, or the policy of a chain, in the running kernel.";
  }

  @Override
  public Class<IptablesSpec> spec() {
    return IptablesSpec.class;
  }

  @Override
  public Probe<IptablesState> probe(IptablesSpec spec) {
    // Equal for all tasks of a table, so they are asked as one.
    return Probe.of(
        Command.of(program(spec) + "-save", "-t", table(spec)),
        ended -> IptablesState.parse(ended, spec.table().chains()));
  }

  @Override
  public Plan<IptablesState> plan(IptablesSpec spec, IptablesState state) {
    return switch (state) {
      case IptablesState.NoProgram _ ->
          Plan.blocked(
              Diagnostic.error(
                  "iptables is missing",
                  "The host has no "
                      + program(spec)
                      + "-save. Install the package iptables first; as an ordinary user, add"
                      + " \"become: true\"."));
      case IptablesState.Table table -> {
        Chain chain = table.chains().get(spec.chain());
        if (chain != null) {
          yield planChain(spec, table, chain);
        }
        yield spec.state() == Presence.ABSENT ? Plan.inSync() : noChain(spec);
      }
    };
  }

  private static Plan<IptablesState> noChain(IptablesSpec spec) {
    return Plan.blocked(
        Diagnostic.error(
            "No such chain", "The table " + table(spec) + " has no chain " + spec.chain() + "."));
  }

  private static Plan<IptablesState> planChain(
      IptablesSpec spec, IptablesState.Table table, Chain chain) {
    if (spec.policy().isPresent()) {
      return planPolicy(spec, table, chain);
    }
    Rule rule = spec.rule();
    int times = Collections.frequency(chain.rules(), rule);
    List<Rule> rules = new ArrayList<>(chain.rules());
    if (spec.state() == Presence.PRESENT) {
      if (times > 0) {
        return Plan.inSync();
      }
      int at = spec.action() == Action.APPEND ? rules.size() : spec.ruleNum().orElse(1) - 1;
      if (at > rules.size()) {
        return Plan.blocked(
            Diagnostic.error(
                "No such place in the chain",
                "The rule shall be number %d of %s, which has %d rules."
                    .formatted(at + 1, spec.chain(), rules.size())));
      }
      rules.add(at, rule);
      return Plan.of(
          List.of(Change.of("rule", "absent", rule, new Step.Run(add(spec, rule)))),
          with(table, spec.chain(), new Chain(chain.policy(), rules)));
    }
    if (times == 0) {
      return Plan.inSync();
    }
    rules.removeIf(rule::equals);
    // Each delete takes away one.
    Step[] steps =
        Collections.nCopies(times, new Step.Run(command(spec, List.of("-D", spec.chain()), rule)))
            .toArray(Step[]::new);
    return Plan.of(
        List.of(Change.of("rule", rule, "absent", steps)),
        with(table, spec.chain(), new Chain(chain.policy(), rules)));
  }

  private static Plan<IptablesState> planPolicy(
      IptablesSpec spec, IptablesState.Table table, Chain chain) {
    String wanted = spec.policy().orElseThrow().name();
    if (chain.policy().isEmpty()) {
      return Plan.failed(
          Diagnostic.error(
              "Chain has no policy",
              "Only the chains that every host has can have a policy, and "
                  + spec.chain()
                  + " is none of them."));
    }
    if (chain.policy().get().equals(wanted)) {
      return Plan.inSync();
    }
    List<String> words = base(spec);
    words.addAll(List.of("-P", spec.chain(), wanted));
    return Plan.of(
        List.of(Change.of("policy", chain.policy().get(), wanted, new Step.Run(Command.of(words)))),
        with(table, spec.chain(), new Chain(Optional.of(wanted), chain.rules())));
  }

  private static IptablesState with(IptablesState.Table table, String name, Chain chain) {
    Map<String, Chain> chains = new HashMap<>(table.chains());
    chains.put(name, chain);
    return new IptablesState.Table(chains);
  }

  private static Command add(IptablesSpec spec, Rule rule) {
    return switch (spec.action()) {
      case APPEND -> command(spec, List.of("-A", spec.chain()), rule);
      case INSERT ->
          command(
              spec, List.of("-I", spec.chain(), String.valueOf(spec.ruleNum().orElse(1))), rule);
    };
  }

  private static Command command(IptablesSpec spec, List<String> verb, Rule rule) {
    List<String> words = base(spec);
    words.addAll(verb);
    words.addAll(rule.words());
    return Command.of(words);
  }

  private static List<String> base(IptablesSpec spec) {
    List<String> words = new ArrayList<>(List.of(program(spec), "-w"));
    spec.waitSeconds().ifPresent(seconds -> words.add(String.valueOf(seconds)));
    words.addAll(List.of("-t", table(spec)));
    return words;
  }

  private static String program(IptablesSpec spec) {
    return spec.ipVersion() == IpVersion.IPV4 ? "iptables" : "ip6tables";
  }

  private static String table(IptablesSpec spec) {
    return spec.table().name().toLowerCase(Locale.ROOT);
  }
}
