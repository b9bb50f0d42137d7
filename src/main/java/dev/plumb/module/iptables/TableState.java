package dev.plumb.module.iptables;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The state of one table. */
sealed interface TableState {

  Pattern SEPARATOR = Pattern.compile("^=$", Pattern.MULTILINE);

  /** The host has no iptables. */
  record NotInstalled() implements TableState {}

  /**
   * The chains of the table by name.
   *
   * @param backend the packet filter that was read
   * @param otherFilterEntries the number of rules and non-ACCEPT policies in the same table of the
   *     other packet filter
   */
  record Table(Map<String, Chain> chains, FirewallBackend backend, int otherFilterEntries)
      implements TableState {
    public Table {
      chains = Map.copyOf(chains);
    }

    Optional<Chain> chain(String name) {
      return Optional.ofNullable(chains.get(name));
    }

    List<FirewallRule> rules(String chain) {
      return chain(chain).map(Chain::rules).orElse(List.of());
    }

    Table with(String name, List<FirewallRule> rules) {
      return with(name, new Chain(chain(name).flatMap(Chain::policy), rules));
    }

    Table with(String name, Policy policy) {
      return with(name, new Chain(Optional.of(policy.name()), rules(name)));
    }

    private Table with(String name, Chain chain) {
      Map<String, Chain> all = new LinkedHashMap<>(chains);
      all.put(name, chain);
      return new Table(all, backend, otherFilterEntries);
    }

    Table without(String name) {
      Map<String, Chain> all = new LinkedHashMap<>(chains);
      all.remove(name);
      return new Table(all, backend, otherFilterEntries);
    }

    Table after(List<TableEdit> edits) {
      Table table = this;
      for (TableEdit edit : edits) {
        table = edit.applyTo(table);
      }
      return table;
    }
  }

  /**
   * A chain.
   *
   * @param policy the fate of packets that no rule decides on; only built-in chains have one
   */
  record Chain(Optional<String> policy, List<FirewallRule> rules) {
    public Chain {
      rules = List.copyOf(rules);
    }
  }

  /** Parses the output of {@link TableRef#probe}. */
  static Reading<TableState> parse(Exec.Exited ended, List<String> builtIn) {
    if (ended.status() == 127) {
      return Reading.of(new NotInstalled());
    }
    if (!ended.succeeded()) {
      return Reading.unreadable(
          "The rules could not be read; iptables-save ended with status "
              + ended.status()
              + ":\n    "
              + ended.err().strip());
    }
    String[] both = SEPARATOR.split(ended.out(), 2);
    Map<String, Chain> other = both.length == 1 ? Map.of() : chains(both[1], List.of());
    int otherHolds =
        other.values().stream()
            .mapToInt(
                c -> c.rules().size() + (int) c.policy().filter("DROP"::equals).stream().count())
            .sum();
    FirewallBackend backend =
        both[0].contains("(nf_tables)") ? FirewallBackend.NFT : FirewallBackend.LEGACY;
    return Reading.of(new Table(chains(both[0], builtIn), backend, otherHolds));
  }

  private static Map<String, Chain> chains(String saved, List<String> builtIn) {
    Map<String, Optional<String>> policies = new LinkedHashMap<>();
    Map<String, List<FirewallRule>> rules = new LinkedHashMap<>();
    // An unused table is not printed at all, but its chains exist and accept.
    builtIn.forEach(chain -> policies.put(chain, Optional.of("ACCEPT")));
    for (String line : saved.lines().toList()) {
      List<String> words = SaveFormat.split(line);
      if (line.startsWith(":") && words.size() > 1) {
        policies.put(
            words.getFirst().substring(1),
            Optional.of(words.get(1)).filter(policy -> !policy.equals("-")));
      } else if (line.startsWith("-A ") && words.size() > 1) {
        rules
            .computeIfAbsent(words.get(1), _ -> new ArrayList<>())
            .add(FirewallRule.parse(words.subList(2, words.size())));
      }
    }
    Map<String, Chain> chains = new LinkedHashMap<>();
    policies.forEach(
        (name, policy) -> chains.put(name, new Chain(policy, rules.getOrDefault(name, List.of()))));
    return chains;
  }
}
