package dev.plumb.module.iptables;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A part of a rule that plumb understands: the option it has, the match it needs loaded, and its
 * one normal form, in which a wanted rule and a saved one can be compared.
 */
enum Part {
  PROTOCOL("-p", ""),
  SOURCE("-s", ""),
  DESTINATION("-d", ""),
  IN_INTERFACE("-i", ""),
  OUT_INTERFACE("-o", ""),
  SOURCE_PORT("--sport", ""),
  DESTINATION_PORT("--dport", ""),
  DESTINATION_PORTS("--dports", "multiport"),
  ICMP_TYPE("--icmp-type", ""),
  ICMPV6_TYPE("--icmpv6-type", ""),
  MAC_SOURCE("--mac-source", "mac"),
  CTSTATE("--ctstate", "conntrack"),
  COMMENT("--comment", "comment"),
  JUMP("-j", ""),
  REJECT_WITH("--reject-with", "");

  /** The names that iptables itself takes for what iptables-save prints as a number. */
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

  private final String option;
  private final String match;

  Part(String option, String match) {
    this.option = option;
    this.match = match;
  }

  String option() {
    return option;
  }

  /** The match that has to be named before the option; empty when the protocol brings it. */
  String match() {
    return match;
  }

  static Optional<Part> ofOption(String option) {
    // The old name of the same thing.
    return option.equals("--state")
        ? Optional.of(CTSTATE)
        : Arrays.stream(values()).filter(part -> part.option.equals(option)).findFirst();
  }

  /**
   * @param value perhaps with a leading {@code !}
   * @throws IllegalArgumentException with a sentence that starts with "must"
   */
  String normal(String value) {
    String text = value.strip();
    if (this != COMMENT && text.startsWith("!")) {
      return "!" + normal(text.substring(1));
    }
    return switch (this) {
      case SOURCE, DESTINATION -> Net.normal(text);
      case PROTOCOL -> {
        String name = text.toLowerCase(Locale.ROOT);
        yield PROTOCOLS.getOrDefault(name, name);
      }
      case SOURCE_PORT, DESTINATION_PORT -> ports(text.replace('-', ':'));
      case DESTINATION_PORTS -> {
        String[] all = text.replace('-', ':').split(",");
        for (int i = 0; i < all.length; i++) {
          all[i] = ports(all[i].strip());
        }
        yield String.join(",", all);
      }
      case CTSTATE ->
          String.join(
              ",", new TreeSet<>(Arrays.asList(text.toUpperCase(Locale.ROOT).split("\\s*,\\s*"))));
      case ICMP_TYPE -> ICMP_TYPES.getOrDefault(text, text);
      case ICMPV6_TYPE -> ICMPV6_TYPES.getOrDefault(text, text);
      case MAC_SOURCE -> text.toUpperCase(Locale.ROOT);
      case COMMENT -> value;
      case IN_INTERFACE, OUT_INTERFACE, JUMP, REJECT_WITH -> text;
    };
  }

  private static String ports(String text) {
    if (!text.matches("\\d{1,5}(:\\d{1,5})?")) {
      throw new IllegalArgumentException(
          "must have ports as numbers such as \"2379\" or \"8000:8010\", but has \"" + text + "\"");
    }
    return text;
  }
}
