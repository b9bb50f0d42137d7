package dev.plumb.module.iptables;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One edit of a table, as arguments of iptables and as a function of the table. */
sealed interface TableEdit {

  /** Inserts a rule as number {@code place} of a chain, counted from 1. */
  record Insert(String chain, int place, FirewallRule rule) implements TableEdit {}

  /** Appends a rule to a chain. */
  record Append(String chain, FirewallRule rule) implements TableEdit {}

  /** Deletes the first equal rule. */
  record Delete(String chain, FirewallRule rule) implements TableEdit {}

  /** Sets the policy of a chain. */
  record SetPolicy(String chain, Policy policy) implements TableEdit {}

  /** Creates a chain. */
  record Create(String chain) implements TableEdit {}

  /** Deletes all rules of a chain. */
  record Flush(String chain) implements TableEdit {}

  /** Deletes a chain, which must be empty and unused. */
  record Remove(String chain) implements TableEdit {}

  /** Creates a chain or deletes all rules of the existing one; only for iptables-restore. */
  record CreateOrFlush(String chain) implements TableEdit {}

  /** Returns the arguments after {@code iptables -t TABLE}. */
  default List<String> words() {
    return switch (this) {
      case Insert(String chain, int place, FirewallRule rule) ->
          withRule(rule, "-I", chain, String.valueOf(place));
      case Append(String chain, FirewallRule rule) -> withRule(rule, "-A", chain);
      case Delete(String chain, FirewallRule rule) -> withRule(rule, "-D", chain);
      case SetPolicy(String chain, Policy policy) -> List.of("-P", chain, policy.name());
      case Create(String chain) -> List.of("-N", chain);
      case Flush(String chain) -> List.of("-F", chain);
      case Remove(String chain) -> List.of("-X", chain);
      case CreateOrFlush(String chain) -> List.of(":" + chain, "-", "[0:0]");
    };
  }

  /** Returns the lines for iptables-restore. */
  default List<String> restoreLines() {
    return List.of(words().stream().map(SaveFormat::quote).collect(Collectors.joining(" ")));
  }

  /** Returns the table after the edit. */
  default TableState.Table applyTo(TableState.Table table) {
    return switch (this) {
      case Insert(String chain, int place, FirewallRule rule) -> {
        List<FirewallRule> rules = new ArrayList<>(table.rules(chain));
        rules.add(place - 1, rule);
        yield table.with(chain, rules);
      }
      case Append(String chain, FirewallRule rule) -> {
        List<FirewallRule> rules = new ArrayList<>(table.rules(chain));
        rules.add(rule);
        yield table.with(chain, rules);
      }
      case Delete(String chain, FirewallRule rule) -> {
        List<FirewallRule> rules = new ArrayList<>(table.rules(chain));
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

  private static List<String> withRule(FirewallRule rule, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(rule.toWords());
    return all;
  }
}
