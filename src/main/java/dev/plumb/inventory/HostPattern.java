package dev.plumb.inventory;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.DidYouMean;
import dev.plumb.diagnostic.Place;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the hosts that match a pattern. */
final class HostPattern {

  static final HostName LOCALHOST = new HostName("localhost");

  private static final Pattern SUBSCRIPT =
      Pattern.compile("(.+)\\[(-?\\d+)(?:([:-])(-?\\d+)?)?\\]");

  private static final Pattern REGEX_TERM = Pattern.compile("\\s*[!&]?~");

  private final Inventory inventory;
  private final Place place;

  HostPattern(Inventory inventory, Place place) {
    this.inventory = inventory;
    this.place = place;
  }

  /**
   * As in Ansible, applies inclusions first, then intersections, then exclusions, regardless of
   * their order.
   */
  List<HostName> match(String pattern) {
    Set<HostName> in = new LinkedHashSet<>();
    List<Set<HostName>> also = new ArrayList<>();
    Set<HostName> out = new LinkedHashSet<>();
    boolean anyIn = false;
    for (String term : terms(pattern)) {
      if (term.startsWith("!")) {
        out.addAll(matchTerm(term.substring(1), pattern));
      } else if (term.startsWith("&")) {
        also.add(matchTerm(term.substring(1), pattern));
      } else {
        anyIn = true;
        in.addAll(matchTerm(term, pattern));
      }
    }
    if (!anyIn) {
      in.addAll(inventory.hosts());
    }
    also.forEach(in::retainAll);
    in.removeAll(out);
    if (in.isEmpty()) {
      throw noMatch("No host in the inventory matches the pattern \"" + pattern + "\".");
    }
    List<HostName> ordered = new ArrayList<>(inventory.hosts());
    ordered.retainAll(in);
    // localhost matches even if it is not listed
    in.removeAll(ordered);
    ordered.addAll(in);
    return List.copyOf(ordered);
  }

  /** Splits at commas and colons outside brackets. */
  private static List<String> terms(String pattern) {
    List<String> terms = new ArrayList<>();
    StringBuilder term = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean regex = REGEX_TERM.matcher(term).lookingAt();
      depth += c == '[' || (regex && c == '(') ? 1 : c == ']' || (regex && c == ')') ? -1 : 0;
      if ((c == ',' || c == ':') && depth == 0) {
        terms.add(term.toString().strip());
        term.setLength(0);
      } else {
        term.append(c);
      }
    }
    terms.add(term.toString().strip());
    terms.removeIf(String::isEmpty);
    return terms;
  }

  private Set<HostName> matchTerm(String term, String pattern) {
    Set<HostName> found = new LinkedHashSet<>();
    if (inventory.groups().containsKey(term)) {
      return new LinkedHashSet<>(inventory.groups().getOrDefault(term, List.of()));
    }
    inventory.hosts().stream().filter(host -> host.value().equals(term)).forEach(found::add);
    if (!found.isEmpty()) {
      return found;
    }
    if (term.startsWith("~")) {
      return matchingNames(regex(term.substring(1)));
    }
    if (term.equals(LOCALHOST.value())) {
      return Set.of(LOCALHOST);
    }
    Matcher subscript = SUBSCRIPT.matcher(term);
    if (subscript.matches()) {
      return slice(List.copyOf(matchTerm(subscript.group(1), pattern)), subscript);
    }
    if (term.indexOf('*') < 0 && term.indexOf('?') < 0 && term.indexOf('[') < 0) {
      throw unknown(term, pattern);
    }
    return matchingNames(Pattern.compile(glob(term)).asMatchPredicate());
  }

  /** As in Ansible, a regular expression must match only the beginning of a name. */
  private Predicate<String> regex(String regex) {
    try {
      Pattern compiled = Pattern.compile(regex);
      return name -> compiled.matcher(name).lookingAt();
    } catch (PatternSyntaxException e) {
      throw new BadInputException(
          Diagnostic.error(
              "Invalid host pattern",
              place,
              "\"~%s\" is not a regular expression: %s."
                  .formatted(regex, e.getDescription().toLowerCase(Locale.ROOT))));
    }
  }

  private Set<HostName> matchingNames(Predicate<String> name) {
    Set<HostName> found = new LinkedHashSet<>();
    inventory
        .groups()
        .forEach(
            (group, hosts) -> {
              if (name.test(group)) {
                found.addAll(hosts);
              }
            });
    inventory.hosts().stream().filter(host -> name.test(host.value())).forEach(found::add);
    return found;
  }

  private static String glob(String term) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      int close = c == '[' ? term.indexOf(']', i + 2) : -1;
      if (close > 0) {
        String set = term.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = close;
        continue;
      }
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return regex.toString();
  }

  /**
   * Applies {@code [n]} or {@code [from:to]}, both ends inclusive; negative numbers count from the
   * end.
   */
  private static Set<HostName> slice(List<HostName> hosts, Matcher subscript) {
    int size = hosts.size();
    int from = index(subscript.group(2), size);
    int to =
        subscript.group(3) == null
            ? from
            : subscript.group(4) == null ? size - 1 : index(subscript.group(4), size);
    Set<HostName> found = new LinkedHashSet<>();
    for (int i = Math.max(0, from); i <= to && i < size; i++) {
      found.add(hosts.get(i));
    }
    return found;
  }

  private static int index(String digits, int size) {
    int index = Integer.parseInt(digits);
    return index < 0 ? size + index : index;
  }

  private BadInputException unknown(String term, String pattern) {
    Set<String> known = new TreeSet<>(inventory.groups().keySet());
    inventory.hosts().forEach(host -> known.add(host.value()));
    String within = term.equals(pattern) ? "" : ", which the pattern \"" + pattern + "\" refers to";
    return noMatch(
        "The inventory has no host or group \"%s\"%s. Its groups are %s.%s"
            .formatted(
                term,
                within,
                String.join(", ", inventory.groups().keySet()),
                DidYouMean.suggestion(term, known)));
  }

  private BadInputException noMatch(String detail) {
    return new BadInputException(Diagnostic.error("No host matches", place, detail));
  }
}
