package dev.plumb.module.iptables;

import java.util.Optional;

/** Words of a playbook that can be told right from wrong by themselves. */
final class RuleValues {

  private RuleValues() {}

  /** An address or network, perhaps negated. */
  record Network(String text) {
    public static Network of(String text) {
      return new Network(MatchClause.SOURCE.normalize(text));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A port or a range of ports, perhaps negated. */
  record Ports(String text) {
    public static Ports of(String text) {
      return new Ports(MatchClause.DESTINATION_PORT.normalize(text));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A hardware address, perhaps negated. */
  record Mac(String text) {
    public static Mac of(String text) {
      if (!text.matches("!? *([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}")) {
        throw new IllegalArgumentException(
            "must be a hardware address such as \"52:54:00:12:34:56\", but was \"" + text + "\"");
      }
      return new Mac(MatchClause.MAC_SOURCE.normalize(text));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Whether a packet begins a TCP connection. */
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
