package dev.plumb.module.iptables;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule of a chain. Rules with the same effect are equal, however they were written.
 *
 * @param clauses the clauses that plumb understands, in normal form; a value may begin with {@code
 *     !}
 * @param unparsed the words that plumb does not understand, in order; plumb's own rules have none,
 *     so that foreign rules never equal them
 */
record FirewallRule(Map<MatchClause, String> clauses, List<String> unparsed) {

  /** Match modules that their options imply. */
  static final Set<String> IMPLICIT_MATCHES =
      Set.of(
          "tcp",
          "udp",
          "sctp",
          "icmp",
          "icmp6",
          "conntrack",
          "state",
          "comment",
          "multiport",
          "mac",
          "iprange",
          "set",
          "owner",
          "limit");

  FirewallRule {
    EnumMap<MatchClause, String> sorted = new EnumMap<>(MatchClause.class);
    clauses.forEach((clause, value) -> sorted.put(clause, value));
    // iptables-save omits networks that contain all addresses.
    sorted
        .entrySet()
        .removeIf(
            clause ->
                (clause.getKey() == MatchClause.SOURCE
                        || clause.getKey() == MatchClause.DESTINATION)
                    && clause.getValue().endsWith("/0"));
    sorted.remove(MatchClause.PROTOCOL, "all");
    sorted.remove(MatchClause.PROTOCOL, "0");
    // iptables-save omits default values too.
    sorted.remove(MatchClause.LIMIT_BURST, "5");
    sorted.remove(MatchClause.LOG_LEVEL, "4");
    clauses = Collections.unmodifiableMap(sorted);
    unparsed = List.copyOf(unparsed);
  }

  /** Returns a rule that sends every packet to a chain. */
  static FirewallRule jumpTo(String chain) {
    return new FirewallRule(Map.of(MatchClause.JUMP, chain), List.of());
  }

  Optional<String> clause(MatchClause part) {
    return Optional.ofNullable(clauses.get(part));
  }

  /** Parses the words after {@code -A CHAIN} in the output of iptables-save. */
  static FirewallRule parse(List<String> words) {
    EnumMap<MatchClause, String> parts = new EnumMap<>(MatchClause.class);
    List<String> opaque = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean negated = word.equals("!") && i + 1 < words.size();
      String option = negated ? words.get(i + 1) : word;
      int at = negated ? i + 2 : i + 1;
      Optional<MatchClause> part = MatchClause.forOption(option);
      if (option.equals("-m") && at < words.size() && IMPLICIT_MATCHES.contains(words.get(at))) {
        i = at;
      } else if (part.isPresent()
          && at + part.get().wordCount() <= words.size()
          && !parts.containsKey(part.get())) {
        int end = at + part.get().wordCount();
        String value = String.join(" ", words.subList(at, end));
        parts.put(part.get(), (negated ? "!" : "") + normalize(part.get(), value));
        i = end - 1;
      } else {
        opaque.add(word);
      }
    }
    return new FirewallRule(parts, opaque);
  }

  private static String normalize(MatchClause part, String saved) {
    try {
      return part.normalize(saved);
    } catch (IllegalArgumentException _) {
      // No wanted rule can have this value, so its form does not matter.
      return saved;
    }
  }

  /**
   * Returns the arguments of iptables after {@code -A CHAIN}; only for rules without unparsed
   * words.
   */
  List<String> toWords() {
    List<String> words = new ArrayList<>();
    Set<String> loaded = new LinkedHashSet<>();
    clauses.forEach(
        (part, value) -> {
          if (!part.match().isEmpty() && loaded.add(part.match())) {
            words.addAll(List.of("-m", part.match()));
          }
          boolean negated = part.negatable() && value.startsWith("!");
          if (negated) {
            words.add("!");
          }
          words.add(part.option());
          String text = negated ? value.substring(1) : value;
          switch (part.wordCount()) {
            case 0 -> {}
            case 1 -> words.add(text);
            default -> words.addAll(List.of(text.split(" ")));
          }
        });
    return words;
  }

  @Override
  public String toString() {
    List<String> all = new ArrayList<>(toWords());
    all.addAll(unparsed);
    return String.join(" ", all);
  }
}
