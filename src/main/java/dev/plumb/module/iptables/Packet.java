package dev.plumb.module.iptables;

import dev.plumb.state.Connection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A TCP packet of plumb's own connection, as rules see it.
 *
 * @param sourcePort absent when only a later connection will tell
 * @param flags those of TCP that are set
 * @param inDevice where it came in, when known; empty for one that goes out
 * @param outDevice where it goes out, when known; empty for one that comes in
 */
record Packet(
    Net source,
    Net destination,
    Optional<Integer> sourcePort,
    Optional<Integer> destinationPort,
    String ctstate,
    List<String> flags,
    Optional<String> inDevice,
    Optional<String> outDevice,
    Optional<String> mac) {

  /** Whether something holds for the packet. */
  enum Answer {
    YES,
    NO,
    PERHAPS;

    static Answer of(boolean holds) {
      return holds ? YES : NO;
    }

    Answer not() {
      return this == PERHAPS ? PERHAPS : of(this == NO);
    }

    Answer and(Answer other) {
      return this == NO || other == NO ? NO : this == PERHAPS ? PERHAPS : other;
    }
  }

  /** The first packet of the next connection like this one. */
  static Packet first(Connection.Ssh ssh) {
    return new Packet(
        Net.of(ssh.client()),
        Net.of(ssh.server()),
        Optional.empty(),
        Optional.of(ssh.serverPort()),
        "NEW",
        List.of("SYN"),
        ssh.device(),
        Optional.of(""),
        ssh.neighbour());
  }

  /** A later packet from plumb. */
  static Packet request(Connection.Ssh ssh) {
    return new Packet(
        Net.of(ssh.client()),
        Net.of(ssh.server()),
        Optional.of(ssh.clientPort()),
        Optional.of(ssh.serverPort()),
        "ESTABLISHED",
        List.of("PSH", "ACK"),
        ssh.device(),
        Optional.of(""),
        ssh.neighbour());
  }

  /** A packet back to plumb. */
  static Packet reply(Connection.Ssh ssh) {
    return new Packet(
        Net.of(ssh.server()),
        Net.of(ssh.client()),
        Optional.of(ssh.serverPort()),
        Optional.of(ssh.clientPort()),
        "ESTABLISHED",
        List.of("PSH", "ACK"),
        Optional.of(""),
        ssh.device(),
        Optional.empty());
  }

  /** Whether a rule is for it. */
  Answer matches(Rule rule) {
    Answer all = rule.opaque().isEmpty() ? Answer.YES : Answer.PERHAPS;
    for (Map.Entry<Part, String> part : rule.parts().entrySet()) {
      String value = part.getValue();
      boolean negated = part.getKey().negatable() && value.startsWith("!");
      Answer one = matches(part.getKey(), negated ? value.substring(1) : value);
      all = all.and(negated ? one.not() : one);
    }
    return all;
  }

  private Answer matches(Part part, String value) {
    return switch (part) {
      case PROTOCOL -> Answer.of(value.equals("tcp"));
      case SOURCE -> within(value, source);
      case DESTINATION -> within(value, destination);
      case IN_INTERFACE -> device(value, inDevice);
      case OUT_INTERFACE -> device(value, outDevice);
      case SOURCE_PORT, SOURCE_PORTS -> port(value, sourcePort);
      case DESTINATION_PORT, DESTINATION_PORTS -> port(value, destinationPort);
      case MAC_SOURCE ->
          mac.map(mine -> Answer.of(mine.toUpperCase(Locale.ROOT).equals(value)))
              .orElse(Answer.PERHAPS);
      case SRC_RANGE -> between(value, source);
      case DST_RANGE -> between(value, destination);
      case CTSTATE -> Answer.of(List.of(value.split(",")).contains(ctstate));
      case TCP_FLAGS -> {
        List<String> looked = List.of(value.split(" ")[0].split(","));
        List<String> set = List.of(value.split(" ")[1].split(","));
        yield Answer.of(
            looked.stream().allMatch(flag -> flags.contains(flag) == set.contains(flag)));
      }
      case FRAGMENT, ICMP_TYPE, ICMPV6_TYPE -> Answer.NO;
      case MATCH_SET, UID_OWNER, GID_OWNER, LIMIT, LIMIT_BURST -> Answer.PERHAPS;
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
          Answer.YES;
    };
  }

  private static Answer within(String network, Net address) {
    try {
      return Answer.of(Net.of(network).contains(address));
    } catch (IllegalArgumentException _) {
      return Answer.PERHAPS;
    }
  }

  private static Answer between(String range, Net address) {
    try {
      String[] ends = range.split("-", 2);
      return Answer.of(
          Net.of(ends[0]).first().compareTo(address.first()) <= 0
              && address.first().compareTo(Net.of(ends[ends.length - 1]).first()) <= 0);
    } catch (IllegalArgumentException _) {
      return Answer.PERHAPS;
    }
  }

  private static Answer device(String wanted, Optional<String> device) {
    return device
        .map(
            name ->
                Answer.of(
                    !name.isEmpty()
                        && (wanted.endsWith("+")
                            ? name.startsWith(wanted.substring(0, wanted.length() - 1))
                            : name.equals(wanted))))
        .orElse(Answer.PERHAPS);
  }

  private static Answer port(String ranges, Optional<Integer> port) {
    // One that is not chosen yet is none of the low ones.
    int first = port.orElse(1024);
    int last = port.orElse(65535);
    Answer found = Answer.NO;
    for (String range : Stream.of(ranges.split(",")).toList()) {
      String[] ends = range.split(":", 2);
      int from = Integer.parseInt(ends[0]);
      int to = Integer.parseInt(ends[ends.length - 1]);
      if (from <= first && last <= to) {
        return Answer.YES;
      }
      found = from <= last && first <= to ? Answer.PERHAPS : found;
    }
    return found;
  }
}
