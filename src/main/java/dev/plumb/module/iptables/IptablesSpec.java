package dev.plumb.module.iptables;

import dev.plumb.module.Arg;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

record IptablesSpec(
    @Arg(doc = "The table.", example = "nat", byDefault = "filter") Table table,
    @Arg(doc = "The chain the rule stands in.", example = "INPUT") String chain,
    @Arg(doc = "Whether the rule shall be there.", example = "absent", byDefault = "present")
        Presence state,
    @Arg(
            doc =
                "Where a rule that is not there yet goes: to the end, or with insert to the"
                    + " beginning. A rule that is there stays where it is.",
            example = "insert",
            byDefault = "append")
        Action action,
    @Arg(doc = "With action insert: the place, counted from 1.", example = "5")
        Optional<Integer> ruleNum,
    @Arg(doc = "Which protocol the rule is for.", example = "ipv6", byDefault = "ipv4")
        IpVersion ipVersion,
    @Arg(
            doc = "The protocol, by name; as all others, it is negated by a leading \"!\".",
            example = "tcp")
        Optional<String> protocol,
    @Arg(doc = "The address or network packets come from.", example = "192.0.2.0/24")
        Optional<String> source,
    @Arg(doc = "The address or network packets go to.", example = "192.0.2.8")
        Optional<String> destination,
    @Arg(doc = "The interface packets come in by.", example = "eth0") Optional<String> inInterface,
    @Arg(doc = "The interface packets go out by.", example = "eth0") Optional<String> outInterface,
    @Arg(doc = "The port packets come from, or a range.", example = "\"1024:65535\"")
        Optional<String> sourcePort,
    @Arg(doc = "The port packets go to, or a range.", example = "\"2379:2380\"")
        Optional<String> destinationPort,
    @Arg(doc = "Several ports packets may go to.", example = "[80, 443, \"8000:8010\"]")
        List<String> destinationPorts,
    @Arg(doc = "States of the connection.", example = "[ESTABLISHED, RELATED]")
        List<String> ctstate,
    @Arg(
            doc = "Matches to load; those that the other arguments need are loaded unasked.",
            example = "[conntrack]")
        List<String> match,
    @Arg(doc = "The type of ICMP packet, by name or number.", example = "echo-request")
        Optional<String> icmpType,
    @Arg(doc = "The sender's hardware address.", example = "\"52:54:00:12:34:56\"")
        Optional<String> macSource,
    @Arg(doc = "A text that is kept with the rule.", example = "etcd clients")
        Optional<String> comment,
    @Arg(doc = "What becomes of the packet: a target or a chain.", example = "ACCEPT")
        Optional<String> jump,
    @Arg(doc = "With jump REJECT: the answer.", example = "tcp-reset") Optional<String> rejectWith,
    @Arg(
            doc = "What becomes of packets that no rule of the chain decides on. Stands alone.",
            example = "DROP")
        Optional<Policy> policy,
    @Arg(
            doc = "How many seconds to wait for another iptables to end.",
            example = "10",
            aliases = "wait")
        Optional<Integer> waitSeconds) {

  /** A table with the chains that every host has. */
  enum Table {
    FILTER,
    NAT,
    MANGLE,
    RAW,
    SECURITY;

    List<String> chains() {
      return switch (this) {
        case FILTER, SECURITY -> List.of("INPUT", "FORWARD", "OUTPUT");
        case NAT -> List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING");
        case MANGLE -> List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
        case RAW -> List.of("PREROUTING", "OUTPUT");
      };
    }
  }

  /** Whether a rule shall be there. */
  enum Presence {
    PRESENT,
    ABSENT
  }

  /** Where a new rule goes. */
  enum Action {
    APPEND,
    INSERT
  }

  /** Which protocol the rules are for. */
  enum IpVersion {
    IPV4,
    IPV6
  }

  /** What becomes of a packet at a chain's end. */
  enum Policy {
    ACCEPT,
    DROP,
    QUEUE
  }

  IptablesSpec {
    if (!chain.matches("[A-Za-z0-9_.:+-]{1,28}")) {
      throw new IllegalArgumentException(
          "must have the name of a \"chain\" such as \"INPUT\", but has \"" + chain + "\"");
    }
    Map<Part, String> parts =
        parts(
            protocol,
            source,
            destination,
            inInterface,
            outInterface,
            sourcePort,
            destinationPort,
            destinationPorts,
            ctstate,
            ipVersion,
            icmpType,
            macSource,
            comment,
            jump,
            rejectWith);
    if (parts.isEmpty() == policy.isEmpty()) {
      throw new IllegalArgumentException("must have either a rule or a \"policy\"");
    }
    boolean ports =
        sourcePort.isPresent() || destinationPort.isPresent() || !destinationPorts.isEmpty();
    if (ports && protocol.isEmpty()) {
      throw new IllegalArgumentException("must have a \"protocol\" when it names ports");
    }
    if (destinationPort.isPresent() && !destinationPorts.isEmpty()) {
      throw new IllegalArgumentException(
          "must have either \"destination_port\" or \"destination_ports\"");
    }
    if (ruleNum.isPresent() && (action != Action.INSERT || ruleNum.get() < 1)) {
      throw new IllegalArgumentException(
          "must have \"action: insert\" when it has \"rule_num\", which counts from 1");
    }
    if (rejectWith.isPresent() && !jump.equals(Optional.of("REJECT"))) {
      throw new IllegalArgumentException("must have \"jump: REJECT\" when it has \"reject_with\"");
    }
    for (String name : match) {
      if (!Rule.IMPLIED.contains(name)) {
        throw new IllegalArgumentException(
            "must have in \"match\" only %s, but has \"%s\""
                .formatted(String.join(", ", Rule.IMPLIED.stream().sorted().toList()), name));
      }
    }
  }

  Rule rule() {
    return new Rule(
        parts(
            protocol,
            source,
            destination,
            inInterface,
            outInterface,
            sourcePort,
            destinationPort,
            destinationPorts,
            ctstate,
            ipVersion,
            icmpType,
            macSource,
            comment,
            jump,
            rejectWith),
        List.of());
  }

  @SuppressWarnings("TooManyParameters") // the compact constructor has no other way to check them
  private static Map<Part, String> parts(
      Optional<String> protocol,
      Optional<String> source,
      Optional<String> destination,
      Optional<String> inInterface,
      Optional<String> outInterface,
      Optional<String> sourcePort,
      Optional<String> destinationPort,
      List<String> destinationPorts,
      List<String> ctstate,
      IpVersion ipVersion,
      Optional<String> icmpType,
      Optional<String> macSource,
      Optional<String> comment,
      Optional<String> jump,
      Optional<String> rejectWith) {
    EnumMap<Part, String> parts = new EnumMap<>(Part.class);
    put(parts, Part.PROTOCOL, protocol);
    put(parts, Part.SOURCE, source);
    put(parts, Part.DESTINATION, destination);
    put(parts, Part.IN_INTERFACE, inInterface);
    put(parts, Part.OUT_INTERFACE, outInterface);
    put(parts, Part.SOURCE_PORT, sourcePort);
    put(parts, Part.DESTINATION_PORT, destinationPort);
    put(parts, Part.DESTINATION_PORTS, joined(destinationPorts));
    put(parts, ipVersion == IpVersion.IPV4 ? Part.ICMP_TYPE : Part.ICMPV6_TYPE, icmpType);
    put(parts, Part.MAC_SOURCE, macSource);
    put(parts, Part.CTSTATE, joined(ctstate));
    put(parts, Part.COMMENT, comment);
    put(parts, Part.JUMP, jump);
    // What the kernel answers unasked is saved as if it had been asked for.
    Optional<String> answer =
        jump.filter("REJECT"::equals)
            .map(
                _ ->
                    ipVersion == IpVersion.IPV4
                        ? "icmp-port-unreachable"
                        : "icmp6-port-unreachable");
    put(parts, Part.REJECT_WITH, rejectWith.or(() -> answer));
    return parts;
  }

  private static Optional<String> joined(List<String> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(String.join(",", list));
  }

  private static void put(Map<Part, String> parts, Part part, Optional<String> value) {
    value.ifPresent(text -> parts.put(part, part.normal(text)));
  }
}
