package dev.plumb.module.iptables;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be found of one table. */
sealed interface IptablesState {

  /** The host has no iptables. */
  record NoProgram() implements IptablesState {}

  /** The chains of the table, by name; each with its rules in order. */
  record Table(Map<String, Chain> chains) implements IptablesState {
    public Table {
      chains = Map.copyOf(chains);
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

  /** Reads an answer of {@code iptables-save -t TABLE}. */
  static Reading<IptablesState> parse(Exec.Exited ended, List<String> builtIn) {
    if (ended.status() == 127) {
      return Reading.of(new NoProgram());
    }
    if (!ended.succeeded()) {
      return Reading.unreadable(
          "The rules could not be read; iptables-save ended with status "
              + ended.status()
              + " and said:\n    "
              + ended.err().strip());
    }
    Map<String, Optional<String>> policies = new LinkedHashMap<>();
    Map<String, List<Rule>> rules = new LinkedHashMap<>();
    // A table that nobody used yet is not printed at all; its chains are there and accept.
    builtIn.forEach(chain -> policies.put(chain, Optional.of("ACCEPT")));
    for (String line : ended.out().lines().toList()) {
      List<String> words = SavedWords.split(line);
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
    return Reading.of(new Table(chains));
  }
}
