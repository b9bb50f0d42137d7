package dev.plumb.module.iptables;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be found of one table. */
sealed interface TableState {

  Pattern SEPARATOR = Pattern.compile("^=$", Pattern.MULTILINE);

  /** The host has no iptables. */
  record NotInstalled() implements TableState {}

  /**
   * The chains of the table, by name; each with its rules in order.
   *
   * @param backend the packet filter that was asked
   * @param otherFilterEntries how many rules the other one holds in its table of this name, and
   *     policies that are not ACCEPT
   */
  record Table(Map<String, Chain> chains, Backend backend, int otherFilterEntries)
      implements TableState {
    public Table {
      chains = Map.copyOf(chains);
    }

    Optional<Chain> chain(String name) {
      return Optional.ofNullable(chains.get(name));
    }

    List<Rule> rules(String chain) {
      return chain(chain).map(Chain::rules).orElse(List.of());
    }

    Table with(String name, List<Rule> rules) {
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
   * @param policy what becomes of a packet that no rule decides on; only built-in chains have one
   */
  record Chain(Optional<String> policy, List<Rule> rules) {
    public Chain {
      rules = List.copyOf(rules);
    }
  }

  /** Reads an answer of {@link TableRef#probe}. */
  static Reading<TableState> parse(Exec.Exited ended, List<String> builtIn) {
    if (ended.status() == 127) {
      return Reading.of(new NotInstalled());
    }
    if (!ended.succeeded()) {
      return Reading.unreadable(
          "The rules could not be read; iptables-save ended with status "
              + ended.status()
              + " and said:\n    "
              + ended.err().strip());
    }
    String[] both = SEPARATOR.split(ended.out(), 2);
    Map<String, Chain> other = both.length == 1 ? Map.of() : chains(both[1], List.of());
    int otherHolds =
        other.values().stream()
            .mapToInt(
                c -> c.rules().size() + (int) c.policy().filter("DROP"::equals).stream().count())
            .sum();
    Backend backend = both[0].contains("(nf_tables)") ? Backend.NFT : Backend.LEGACY;
    return Reading.of(new Table(chains(both[0], builtIn), backend, otherHolds));
  }

  private static Map<String, Chain> chains(String saved, List<String> builtIn) {
    Map<String, Optional<String>> policies = new LinkedHashMap<>();
    Map<String, List<Rule>> rules = new LinkedHashMap<>();
    // A table that nobody used yet is not printed at all; its chains are there and accept.
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
            .add(Rule.parse(words.subList(2, words.size())));
      }
    }
    Map<String, Chain> chains = new LinkedHashMap<>();
    policies.forEach(
        (name, policy) -> chains.put(name, new Chain(policy, rules.getOrDefault(name, List.of()))));
    return chains;
  }
}
