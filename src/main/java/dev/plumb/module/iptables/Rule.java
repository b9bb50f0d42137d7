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
 * A rule of a chain. Two rules are equal when they do the same, however they were written.
 *
 * @param clauses what plumb understands of it, in normal form; a value may begin with {@code !}
 * @param unparsed the words that plumb does not understand, in order; a rule of ours has none, so a
 *     stranger's rule is never taken for one of ours
 */
record Rule(Map<MatchClause, String> clauses, List<String> unparsed) {

  /** Matches that need no mention: their options tell that they are there. */
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

  Rule {
    EnumMap<MatchClause, String> sorted = new EnumMap<>(MatchClause.class);
    clauses.forEach((clause, value) -> sorted.put(clause, value));
    // A network of all addresses is no condition, and is not saved as one.
    sorted
        .entrySet()
        .removeIf(
            clause ->
                (clause.getKey() == MatchClause.SOURCE
                        || clause.getKey() == MatchClause.DESTINATION)
                    && clause.getValue().endsWith("/0"));
    sorted.remove(MatchClause.PROTOCOL, "all");
    sorted.remove(MatchClause.PROTOCOL, "0");
    // Nor is what holds anyway.
    sorted.remove(MatchClause.LIMIT_BURST, "5");
    sorted.remove(MatchClause.LOG_LEVEL, "4");
    clauses = Collections.unmodifiableMap(sorted);
    unparsed = List.copyOf(unparsed);
  }

  /** A rule that sends every packet to a chain. */
  static Rule jumpTo(String chain) {
    return new Rule(Map.of(MatchClause.JUMP, chain), List.of());
  }

  Optional<String> clause(MatchClause part) {
    return Optional.ofNullable(clauses.get(part));
  }

  /** Reads the words behind {@code -A CHAIN} in the output of iptables-save. */
  static Rule parse(List<String> words) {
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
    return new Rule(parts, opaque);
  }

  private static String normalize(MatchClause part, String saved) {
    try {
      return part.normalize(saved);
    } catch (IllegalArgumentException _) {
      // Nothing that we could ask for looks like it, so the word itself is as good as any.
      return saved;
    }
  }

  /**
   * The rule as iptables takes it behind {@code -A CHAIN}; only for a rule without opaque words.
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
