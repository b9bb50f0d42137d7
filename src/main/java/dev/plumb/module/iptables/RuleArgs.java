package dev.plumb.module.iptables;

import dev.plumb.module.Arg;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a rule; a leading "!" negates most values. */
record RuleArgs(
    @Arg(
            doc = "The protocol, by name; as all others, it is negated by a leading \"!\".",
            example = "tcp")
        Optional<String> protocol,
    @Arg(doc = "The source address or network.", example = "192.0.2.0/24")
        Optional<RuleValues.Network> source,
    @Arg(doc = "The destination address or network.", example = "192.0.2.8")
        Optional<RuleValues.Network> destination,
    @Arg(doc = "The incoming interface.", example = "eth0") Optional<String> inInterface,
    @Arg(doc = "The outgoing interface.", example = "eth0") Optional<String> outInterface,
    @Arg(doc = "The source port, or a range.", example = "\"1024:65535\"")
        Optional<RuleValues.Ports> sourcePort,
    @Arg(doc = "Several source ports.", example = "[53, 123]") List<RuleValues.Ports> sourcePorts,
    @Arg(doc = "The destination port, or a range.", example = "\"2379:2380\"")
        Optional<RuleValues.Ports> destinationPort,
    @Arg(doc = "Several destination ports.", example = "[80, 443, \"8000:8010\"]")
        List<RuleValues.Ports> destinationPorts,
    @Arg(doc = "Connection tracking states.", example = "[ESTABLISHED, RELATED]")
        List<String> ctstate,
    @Arg(
            doc =
                "Match modules to load; those that other arguments need are loaded"
                    + " automatically.",
            example = "[conntrack]")
        List<String> match,
    @Arg(doc = "The ICMP type, by name or number.", example = "echo-request")
        Optional<String> icmpType,
    @Arg(doc = "The source MAC address.", example = "\"52:54:00:12:34:56\"")
        Optional<RuleValues.Mac> macSource,
    @Arg(doc = "The range of source addresses.", example = "192.0.2.5-192.0.2.9")
        Optional<String> srcRange,
    @Arg(doc = "The range of destination addresses.", example = "192.0.2.5-192.0.2.9")
        Optional<String> dstRange,
    @Arg(
            doc = "Whether to match only packets that open a TCP connection, or all others.",
            example = "match")
        Optional<RuleValues.Syn> syn,
    @Arg(
            doc =
                "TCP flags: those to examine (flags), and those of them that must be set"
                    + " (flags_set).",
            example = "{flags: [SYN, RST], flags_set: [SYN]}")
        Map<String, List<String>> tcpFlags,
    @Arg(
            doc = "True for all fragments of a packet but the first, false for none of these.",
            example = "true")
        Optional<Boolean> fragment,
    @Arg(doc = "Maximum average matching rate.", example = "10/second") Optional<String> limit,
    @Arg(doc = "Number of matches before the limit applies.", example = "20")
        Optional<Integer> limitBurst,
    @Arg(doc = "The local user that sends the packets.", example = "1000")
        Optional<String> uidOwner,
    @Arg(doc = "The local group that sends the packets.", example = "1000")
        Optional<String> gidOwner,
    @Arg(doc = "An ipset to match against.", example = "admins") Optional<String> matchSet,
    @Arg(
            doc = "The parts of a packet to look up in the ipset.",
            example = "src",
            defaultValue = "src")
        String matchSetFlags,
    @Arg(doc = "A comment on the rule.", example = "etcd clients") Optional<String> comment,
    @Arg(doc = "The target or chain for matching packets.", example = "ACCEPT")
        Optional<String> jump,
    @Arg(doc = "A chain to continue in, without returning.", example = "LATER", aliases = "goto")
        Optional<String> goTo,
    @Arg(doc = "With jump REJECT: the type of the answer.", example = "tcp-reset")
        Optional<String> rejectWith,
    @Arg(doc = "With jump LOG: the prefix of log lines.", example = "\"dropped \"")
        Optional<String> logPrefix,
    @Arg(doc = "With jump LOG: the log level.", example = "info") Optional<String> logLevel,
    @Arg(doc = "With jump DNAT: the new destination.", example = "\"192.0.2.8:80\"")
        Optional<String> toDestination,
    @Arg(doc = "With jump SNAT: the new source.", example = "192.0.2.1") Optional<String> toSource,
    @Arg(doc = "With jump REDIRECT or MASQUERADE: the new port.", example = "\"8080\"")
        Optional<String> toPorts,
    @Arg(
            doc = "With jump TEE: the address that receives a copy of the packet.",
            example = "192.0.2.7")
        Optional<String> gateway,
    @Arg(doc = "With jump DSCP: the value to set.", example = "\"8\"")
        Optional<String> setDscpMark) {

  boolean isEmpty() {
    return clauses(IpVersion.IPV4).isEmpty() && match.isEmpty();
  }

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must have"
   */
  FirewallRule toRule(IpVersion version) {
    Map<MatchClause, String> parts = clauses(version);
    boolean ports =
        sourcePort.isPresent()
            || destinationPort.isPresent()
            || !sourcePorts.isEmpty()
            || !destinationPorts.isEmpty();
    if (ports && protocol.isEmpty()) {
      throw new IllegalArgumentException("must have a \"protocol\" when it names ports");
    }
    if (parts.containsKey(MatchClause.TCP_FLAGS)
        && !parts.getOrDefault(MatchClause.PROTOCOL, "").equals("tcp")) {
      throw new IllegalArgumentException("must have \"protocol: tcp\" when it matches flags");
    }
    if (destinationPort.isPresent() && !destinationPorts.isEmpty()) {
      throw new IllegalArgumentException(
          "must have either \"destination_port\" or \"destination_ports\"");
    }
    if (sourcePort.isPresent() && !sourcePorts.isEmpty()) {
      throw new IllegalArgumentException("must have either \"source_port\" or \"source_ports\"");
    }
    if (rejectWith.isPresent() && !jump.equals(Optional.of("REJECT"))) {
      throw new IllegalArgumentException("must have \"jump: REJECT\" when it has \"reject_with\"");
    }
    if (limitBurst.isPresent() && limit.isEmpty()) {
      throw new IllegalArgumentException("must have a \"limit\" when it has \"limit_burst\"");
    }
    if (comment.filter(text -> text.length() > 255 || text.contains("\n")).isPresent()) {
      throw new IllegalArgumentException(
          "must have a \"comment\" of one line and at most 255 characters");
    }
    for (String name : match) {
      if (!FirewallRule.IMPLICIT_MATCHES.contains(name)) {
        throw new IllegalArgumentException(
            "must have in \"match\" only %s, but has \"%s\""
                .formatted(
                    String.join(", ", FirewallRule.IMPLICIT_MATCHES.stream().sorted().toList()),
                    name));
      }
    }
    return new FirewallRule(parts, List.of());
  }

  private Map<MatchClause, String> clauses(IpVersion version) {
    EnumMap<MatchClause, String> parts = new EnumMap<>(MatchClause.class);
    put(parts, MatchClause.PROTOCOL, protocol);
    put(parts, MatchClause.SOURCE, source);
    put(parts, MatchClause.DESTINATION, destination);
    put(parts, MatchClause.IN_INTERFACE, inInterface);
    put(parts, MatchClause.OUT_INTERFACE, outInterface);
    put(parts, MatchClause.FRAGMENT, fragment.map(is -> is ? "" : "!"));
    put(parts, MatchClause.SOURCE_PORT, sourcePort);
    put(parts, MatchClause.SOURCE_PORTS, joined(sourcePorts));
    put(parts, MatchClause.DESTINATION_PORT, destinationPort);
    put(parts, MatchClause.DESTINATION_PORTS, joined(destinationPorts));
    put(
        parts,
        version == IpVersion.IPV4 ? MatchClause.ICMP_TYPE : MatchClause.ICMPV6_TYPE,
        icmpType);
    put(parts, MatchClause.MAC_SOURCE, macSource);
    put(parts, MatchClause.SRC_RANGE, srcRange);
    put(parts, MatchClause.DST_RANGE, dstRange);
    put(parts, MatchClause.TCP_FLAGS, tcpFlagsClause());
    put(parts, MatchClause.LIMIT, limit);
    put(parts, MatchClause.LIMIT_BURST, limitBurst);
    put(parts, MatchClause.UID_OWNER, uidOwner);
    put(parts, MatchClause.GID_OWNER, gidOwner);
    put(parts, MatchClause.MATCH_SET, matchSet.map(name -> name + " " + matchSetFlags));
    put(parts, MatchClause.CTSTATE, joined(ctstate));
    put(parts, MatchClause.COMMENT, comment);
    put(parts, MatchClause.JUMP, jump);
    put(parts, MatchClause.GOTO, goTo);
    // iptables-save prints the default answer too.
    String unasked = version == IpVersion.IPV4 ? "icmp-port-unreachable" : "icmp6-port-unreachable";
    put(
        parts,
        MatchClause.REJECT_WITH,
        rejectWith.or(() -> jump.filter("REJECT"::equals).map(_ -> unasked)));
    put(parts, MatchClause.LOG_PREFIX, logPrefix);
    put(parts, MatchClause.LOG_LEVEL, logLevel);
    put(parts, MatchClause.TO_DESTINATION, toDestination);
    put(parts, MatchClause.TO_SOURCE, toSource);
    put(parts, MatchClause.TO_PORTS, toPorts);
    put(parts, MatchClause.GATEWAY, gateway);
    put(parts, MatchClause.SET_DSCP, setDscpMark);
    return parts;
  }

  private Optional<String> tcpFlagsClause() {
    return syn.flatMap(RuleValues.Syn::flags)
        .or(
            () ->
                tcpFlags.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                        String.join(",", tcpFlags.getOrDefault("flags", List.of("ALL")))
                            + " "
                            + String.join(
                                ",", tcpFlags.getOrDefault("flags_set", List.of("NONE")))));
  }

  private static Optional<String> joined(List<?> list) {
    return list.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(",", list.stream().map(Object::toString).toList()));
  }

  private static void put(Map<MatchClause, String> parts, MatchClause part, Optional<?> value) {
    value.ifPresent(given -> parts.put(part, part.normalize(given.toString())));
  }
}
