package dev.plumb.module.iptables;

import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.value.IpNetwork;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A TCP packet of plumb's own connection.
 *
 * @param sourcePort absent for a future connection
 * @param flags the TCP flags that are set
 * @param inInterface the incoming interface if known; an empty name for outgoing packets
 * @param outInterface the outgoing interface if known; an empty name for incoming packets
 */
record Packet(
    IpNetwork source,
    IpNetwork destination,
    Optional<Integer> sourcePort,
    Optional<Integer> destinationPort,
    String ctstate,
    List<String> flags,
    Optional<String> inInterface,
    Optional<String> outInterface,
    Optional<String> mac) {

  /** Whether a condition holds for the packet. */
  enum Match {
    YES,
    NO,
    MAYBE;

    static Match of(boolean holds) {
      return holds ? YES : NO;
    }

    Match negate() {
      return this == MAYBE ? MAYBE : of(this == NO);
    }

    Match and(Match other) {
      return this == NO || other == NO ? NO : this == MAYBE ? MAYBE : other;
    }
  }

  /** Returns the first packet of the next connection like this one. */
  static Packet newConnection(ManagementConnection.Ssh ssh) {
    return new Packet(
        IpNetwork.of(ssh.client()),
        IpNetwork.of(ssh.server()),
        Optional.empty(),
        Optional.of(ssh.serverPort()),
        "NEW",
        List.of("SYN"),
        ssh.device(),
        Optional.of(""),
        ssh.neighbor());
  }

  /** Returns a packet from plumb on this connection. */
  static Packet request(ManagementConnection.Ssh ssh) {
    return new Packet(
        IpNetwork.of(ssh.client()),
        IpNetwork.of(ssh.server()),
        Optional.of(ssh.clientPort()),
        Optional.of(ssh.serverPort()),
        "ESTABLISHED",
        List.of("PSH", "ACK"),
        ssh.device(),
        Optional.of(""),
        ssh.neighbor());
  }

  /** Returns a packet to plumb on this connection. */
  static Packet reply(ManagementConnection.Ssh ssh) {
    return new Packet(
        IpNetwork.of(ssh.server()),
        IpNetwork.of(ssh.client()),
        Optional.of(ssh.serverPort()),
        Optional.of(ssh.clientPort()),
        "ESTABLISHED",
        List.of("PSH", "ACK"),
        Optional.of(""),
        ssh.device(),
        Optional.empty());
  }

  /** Returns whether a rule matches the packet. */
  Match matches(FirewallRule rule) {
    Match all = rule.unparsed().isEmpty() ? Match.YES : Match.MAYBE;
    for (Map.Entry<MatchClause, String> part : rule.clauses().entrySet()) {
      String value = part.getValue();
      boolean negated = part.getKey().negatable() && value.startsWith("!");
      Match one = matches(part.getKey(), negated ? value.substring(1) : value);
      all = all.and(negated ? one.negate() : one);
    }
    return all;
  }

  private Match matches(MatchClause part, String value) {
    return switch (part) {
      case PROTOCOL -> Match.of(value.equals("tcp"));
      case SOURCE -> matchesNetwork(value, source);
      case DESTINATION -> matchesNetwork(value, destination);
      case IN_INTERFACE -> matchesInterface(value, inInterface);
      case OUT_INTERFACE -> matchesInterface(value, outInterface);
      case SOURCE_PORT, SOURCE_PORTS -> matchesPort(value, sourcePort);
      case DESTINATION_PORT, DESTINATION_PORTS -> matchesPort(value, destinationPort);
      case MAC_SOURCE ->
          mac.map(mine -> Match.of(mine.toUpperCase(Locale.ROOT).equals(value)))
              .orElse(Match.MAYBE);
      case SRC_RANGE -> matchesRange(value, source);
      case DST_RANGE -> matchesRange(value, destination);
      case CTSTATE -> Match.of(List.of(value.split(",")).contains(ctstate));
      case TCP_FLAGS -> {
        List<String> examined = List.of(value.split(" ")[0].split(","));
        List<String> set = List.of(value.split(" ")[1].split(","));
        yield Match.of(
            examined.stream().allMatch(flag -> flags.contains(flag) == set.contains(flag)));
      }
      case FRAGMENT, ICMP_TYPE, ICMPV6_TYPE -> Match.NO;
      case MATCH_SET, UID_OWNER, GID_OWNER, LIMIT, LIMIT_BURST -> Match.MAYBE;
      case COMMENT,
          JUMP,
          GOTO,
          REJECT_WITH,
          LOG_PREFIX,
          LOG_LEVEL,
          TO_DESTINATION,
          TO_SOURCE,
          TO_PORTS,
          GATEWAY,
          SET_DSCP ->
          Match.YES;
    };
  }

  private static Match matchesNetwork(String network, IpNetwork address) {
    try {
      return Match.of(IpNetwork.of(network).contains(address));
    } catch (IllegalArgumentException _) {
      return Match.MAYBE;
    }
  }

  private static Match matchesRange(String range, IpNetwork address) {
    try {
      String[] ends = range.split("-", 2);
      BigInteger first = IpNetwork.of(ends[0]).address();
      BigInteger last = IpNetwork.of(ends[ends.length - 1]).address();
      return Match.of(
          first.compareTo(address.address()) <= 0 && address.address().compareTo(last) <= 0);
    } catch (IllegalArgumentException _) {
      return Match.MAYBE;
    }
  }

  private static Match matchesInterface(String wanted, Optional<String> device) {
    return device
        .map(
            name ->
                Match.of(
                    !name.isEmpty()
                        && (wanted.endsWith("+")
                            ? name.startsWith(wanted.substring(0, wanted.length() - 1))
                            : name.equals(wanted))))
        .orElse(Match.MAYBE);
  }

  private static Match matchesPort(String ranges, Optional<Integer> port) {
    // A client port not chosen yet is at least 1024.
    int first = port.orElse(1024);
    int last = port.orElse(65535);
    Match found = Match.NO;
    for (String range : Stream.of(ranges.split(",")).toList()) {
      String[] ends = range.split(":", 2);
      int from = Integer.parseInt(ends[0]);
      int to = Integer.parseInt(ends[ends.length - 1]);
      if (from <= first && last <= to) {
        return Match.YES;
      }
      found = from <= last && first <= to ? Match.MAYBE : found;
    }
    return found;
  }
}
