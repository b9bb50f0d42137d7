package dev.plumb.module.iptables;

import dev.plumb.value.IpNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A clause of a rule: its option, the match module it needs, and its normal form, which makes
 * wanted and saved rules comparable.
 */
enum MatchClause {
  PROTOCOL("-p", ""),
  SOURCE("-s", ""),
  DESTINATION("-d", ""),
  IN_INTERFACE("-i", ""),
  OUT_INTERFACE("-o", ""),
  FRAGMENT("-f", "", 0),
  SOURCE_PORT("--sport", ""),
  DESTINATION_PORT("--dport", ""),
  TCP_FLAGS("--tcp-flags", "", 2),
  ICMP_TYPE("--icmp-type", ""),
  ICMPV6_TYPE("--icmpv6-type", ""),
  SOURCE_PORTS("--sports", "multiport"),
  DESTINATION_PORTS("--dports", "multiport"),
  MAC_SOURCE("--mac-source", "mac"),
  SRC_RANGE("--src-range", "iprange"),
  DST_RANGE("--dst-range", "iprange"),
  MATCH_SET("--match-set", "set", 2),
  UID_OWNER("--uid-owner", "owner"),
  GID_OWNER("--gid-owner", "owner"),
  LIMIT("--limit", "limit"),
  LIMIT_BURST("--limit-burst", "limit"),
  CTSTATE("--ctstate", "conntrack"),
  COMMENT("--comment", "comment"),
  JUMP("-j", ""),
  GOTO("-g", ""),
  REJECT_WITH("--reject-with", ""),
  LOG_PREFIX("--log-prefix", ""),
  LOG_LEVEL("--log-level", ""),
  TO_DESTINATION("--to-destination", ""),
  TO_SOURCE("--to-source", ""),
  TO_PORTS("--to-ports", ""),
  GATEWAY("--gateway", ""),
  SET_DSCP("--set-dscp", "");

  /** Names that iptables-save prints as numbers. */
  private static final Map<String, String> ICMP_TYPES =
      Map.of(
          "echo-reply", "0",
          "pong", "0",
          "destination-unreachable", "3",
          "source-quench", "4",
          "redirect", "5",
          "echo-request", "8",
          "ping", "8",
          "time-exceeded", "11",
          "parameter-problem", "12");

  private static final Map<String, String> ICMPV6_TYPES =
      Map.of(
          "destination-unreachable", "1",
          "packet-too-big", "2",
          "time-exceeded", "3",
          "parameter-problem", "4",
          "echo-request", "128",
          "echo-reply", "129",
          "router-solicitation", "133",
          "router-advertisement", "134",
          "neighbour-solicitation", "135",
          "neighbour-advertisement", "136");

  private static final Map<String, String> PROTOCOLS =
      Map.of(
          "1",
          "icmp",
          "6",
          "tcp",
          "17",
          "udp",
          "58",
          "ipv6-icmp",
          "icmpv6",
          "ipv6-icmp",
          "132",
          "sctp",
          "47",
          "gre",
          "50",
          "esp");

  private static final Map<String, MatchClause> BY_OPTION =
      Arrays.stream(values()).collect(Collectors.toMap(part -> part.option, part -> part));

  private static final List<String> LOG_LEVELS =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  private static final List<String> FLAGS = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG");

  private final String option;
  private final String match;
  private final int wordCount;

  MatchClause(String option, String match) {
    this(option, match, 1);
  }

  MatchClause(String option, String match, int arity) {
    this.option = option;
    this.match = match;
    this.wordCount = arity;
  }

  String option() {
    return option;
  }

  /** Returns the match module to load before the option; empty if the protocol implies it. */
  String match() {
    return match;
  }

  /** Returns the number of words that follow the option; the value joins them with a space. */
  int wordCount() {
    return wordCount;
  }

  static Optional<MatchClause> forOption(String option) {
    // The old name of ctstate.
    return option.equals("--state")
        ? Optional.of(CTSTATE)
        : Optional.ofNullable(BY_OPTION.get(option));
  }

  /** Returns whether a leading {@code !} negates the clause. */
  boolean negatable() {
    return this != COMMENT && this != LOG_PREFIX;
  }

  /**
   * @param value optionally with a leading {@code !}
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  String normalize(String value) {
    String text = value.strip();
    if (negatable() && text.startsWith("!")) {
      return "!" + normalize(text.substring(1));
    }
    return switch (this) {
      case SOURCE, DESTINATION -> IpNetwork.of(text).network().toString();
      case PROTOCOL -> {
        String name = text.toLowerCase(Locale.ROOT);
        yield PROTOCOLS.getOrDefault(name, name);
      }
      case SOURCE_PORT, DESTINATION_PORT, SOURCE_PORTS, DESTINATION_PORTS ->
          Stream.of(text.split(","))
              .map(MatchClause::normalizePorts)
              .collect(Collectors.joining(","));
      case CTSTATE ->
          String.join(
              ",", new TreeSet<>(Arrays.asList(text.toUpperCase(Locale.ROOT).split("\\s*,\\s*"))));
      case TCP_FLAGS ->
          Stream.of(text.split(" "))
              .map(MatchClause::normalizeFlags)
              .collect(Collectors.joining(" "));
      case ICMP_TYPE -> ICMP_TYPES.getOrDefault(text, text);
      case ICMPV6_TYPE -> ICMPV6_TYPES.getOrDefault(text, text);
      case MAC_SOURCE -> text.toUpperCase(Locale.ROOT);
      case LIMIT -> normalizeRate(text);
      case LOG_LEVEL -> LOG_LEVELS.contains(text) ? String.valueOf(LOG_LEVELS.indexOf(text)) : text;
      case SET_DSCP -> "0x%02x".formatted(Integer.decode(text));
      case COMMENT, LOG_PREFIX -> value;
      case IN_INTERFACE,
          OUT_INTERFACE,
          FRAGMENT,
          SRC_RANGE,
          DST_RANGE,
          MATCH_SET,
          UID_OWNER,
          GID_OWNER,
          LIMIT_BURST,
          JUMP,
          GOTO,
          REJECT_WITH,
          TO_DESTINATION,
          TO_SOURCE,
          TO_PORTS,
          GATEWAY ->
          text;
    };
  }

  /** Makes equal rates equal; iptables itself rejects invalid ones. */
  private static String normalizeRate(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split("/", 2);
    String unit = parts.length == 1 ? "second" : parts[1];
    return parts[0]
        + "/"
        + switch (unit.charAt(0)) {
          case 's' -> "sec";
          case 'm' -> "min";
          case 'h' -> "hour";
          case 'd' -> "day";
          default -> unit;
        };
  }

  private static String normalizeFlags(String text) {
    List<String> given = List.of(text.toUpperCase(Locale.ROOT).split(","));
    return given.equals(List.of("ALL"))
        ? String.join(",", FLAGS)
        : given.equals(List.of("NONE"))
            ? "NONE"
            : FLAGS.stream().filter(given::contains).collect(Collectors.joining(","));
  }

  private static String normalizePorts(String given) {
    String text = given.strip().replace('-', ':');
    if (!text.matches("\\d{1,5}(:\\d{1,5})?")) {
      throw new IllegalArgumentException(
          "must be ports as numbers such as \"2379\" or \"8000:8010\", but was \"" + given + "\"");
    }
    return text;
  }
}
