package dev.plumb.module.iptables;

import java.util.Optional;

/** Types of arguments that are validated on their own. */
final class RuleValues {

  private RuleValues() {}

  /** An address or network, optionally negated. */
  record Network(String text) {
    public static Network of(String text) {
      return new Network(MatchClause.SOURCE.normalize(text));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A port or a range of ports, optionally negated. */
  record Ports(String text) {
    public static Ports of(String text) {
      return new Ports(MatchClause.DESTINATION_PORT.normalize(text));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A MAC address, optionally negated. */
  record Mac(String text) {
    public static Mac of(String text) {
      if (!text.matches("!? *([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}")) {
        throw new IllegalArgumentException(
            "must be a MAC address such as \"52:54:00:12:34:56\", but was \"" + text + "\"");
      }
      return new Mac(MatchClause.MAC_SOURCE.normalize(text));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Whether a packet opens a TCP connection. */
  enum Syn {
    IGNORE,
    MATCH,
    NEGATE;

    private static final String FLAGS = "FIN,SYN,RST,ACK SYN";

    Optional<String> flags() {
      return switch (this) {
        case IGNORE -> Optional.empty();
        case MATCH -> Optional.of(FLAGS);
        case NEGATE -> Optional.of("!" + FLAGS);
      };
    }
  }
}
