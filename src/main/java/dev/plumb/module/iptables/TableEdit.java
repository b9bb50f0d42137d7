package dev.plumb.module.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One change of a table: as words for iptables, and as a function of what is found. */
sealed interface TableEdit {

  /** Takes a rule in as number {@code place} of a chain, counted from 1. */
  record Insert(String chain, int place, Rule rule) implements TableEdit {}

  /** Takes a rule in at the end of a chain. */
  record Append(String chain, Rule rule) implements TableEdit {}

  /** Takes away the first rule that is equal. */
  record Delete(String chain, Rule rule) implements TableEdit {}

  /** Sets what becomes of packets that no rule decides on. */
  record SetPolicy(String chain, Policy policy) implements TableEdit {}

  /** Makes a chain. */
  record Create(String chain) implements TableEdit {}

  /** Takes away all rules of a chain. */
  record Flush(String chain) implements TableEdit {}

  /** Takes away a chain, which must be empty and unused. */
  record Remove(String chain) implements TableEdit {}

  /** Makes a chain, or takes all rules from the one that is there; only for iptables-restore. */
  record CreateOrFlush(String chain) implements TableEdit {}

  /** What stands behind {@code iptables -t TABLE}. */
  default List<String> words() {
    return switch (this) {
      case Insert(String chain, int place, Rule rule) ->
          withRule(rule, "-I", chain, String.valueOf(place));
      case Append(String chain, Rule rule) -> withRule(rule, "-A", chain);
      case Delete(String chain, Rule rule) -> withRule(rule, "-D", chain);
      case SetPolicy(String chain, Policy policy) -> List.of("-P", chain, policy.name());
      case Create(String chain) -> List.of("-N", chain);
      case Flush(String chain) -> List.of("-F", chain);
      case Remove(String chain) -> List.of("-X", chain);
      case CreateOrFlush(String chain) -> List.of(":" + chain, "-", "[0:0]");
    };
  }

  /** What stands in a file for iptables-restore. */
  default List<String> restoreLines() {
    return List.of(words().stream().map(SaveFormat::quote).collect(Collectors.joining(" ")));
  }

  /** The table after it. */
  default TableState.Table applyTo(TableState.Table table) {
    return switch (this) {
      case Insert(String chain, int place, Rule rule) -> {
        List<Rule> rules = new ArrayList<>(table.rules(chain));
        rules.add(place - 1, rule);
        yield table.with(chain, rules);
      }
      case Append(String chain, Rule rule) -> {
        List<Rule> rules = new ArrayList<>(table.rules(chain));
        rules.add(rule);
        yield table.with(chain, rules);
      }
      case Delete(String chain, Rule rule) -> {
        List<Rule> rules = new ArrayList<>(table.rules(chain));
        rules.remove(rule);
        yield table.with(chain, rules);
      }
      case SetPolicy(String chain, Policy policy) -> table.with(chain, policy);
      case Create(String chain) -> table.with(chain, List.of());
      case Flush(String chain) -> table.with(chain, List.of());
      case CreateOrFlush(String chain) -> table.with(chain, List.of());
      case Remove(String chain) -> table.without(chain);
    };
  }

  private static List<String> withRule(Rule rule, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(rule.toWords());
    return all;
  }
}
