package dev.plumb.module.iptables;

import dev.plumb.module.Arg;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments that say what a rule is; most values can be negated by a leading "!". */
record RuleArgs(
    @Arg(
            doc = "The protocol, by name; as all others, it is negated by a leading \"!\".",
            example = "tcp")
        Optional<String> protocol,
    @Arg(doc = "The address or network packets come from.", example = "192.0.2.0/24")
        Optional<Written.Network> source,
    @Arg(doc = "The address or network packets go to.", example = "192.0.2.8")
        Optional<Written.Network> destination,
    @Arg(doc = "The interface packets come in by.", example = "eth0") Optional<String> inInterface,
    @Arg(doc = "The interface packets go out by.", example = "eth0") Optional<String> outInterface,
    @Arg(doc = "The port packets come from, or a range.", example = "\"1024:65535\"")
        Optional<Written.Ports> sourcePort,
    @Arg(doc = "Several ports packets may come from.", example = "[53, 123]")
        List<Written.Ports> sourcePorts,
    @Arg(doc = "The port packets go to, or a range.", example = "\"2379:2380\"")
        Optional<Written.Ports> destinationPort,
    @Arg(doc = "Several ports packets may go to.", example = "[80, 443, \"8000:8010\"]")
        List<Written.Ports> destinationPorts,
    @Arg(doc = "States of the connection.", example = "[ESTABLISHED, RELATED]")
        List<String> ctstate,
    @Arg(
            doc = "Matches to load; those that the other arguments need are loaded unasked.",
            example = "[conntrack]")
        List<String> match,
    @Arg(doc = "The type of ICMP packet, by name or number.", example = "echo-request")
        Optional<String> icmpType,
    @Arg(doc = "The sender's hardware address.", example = "\"52:54:00:12:34:56\"")
        Optional<Written.Mac> macSource,
    @Arg(doc = "Addresses packets come from, first to last.", example = "192.0.2.5-192.0.2.9")
        Optional<String> srcRange,
    @Arg(doc = "Addresses packets go to, first to last.", example = "192.0.2.5-192.0.2.9")
        Optional<String> dstRange,
    @Arg(
            doc = "Whether it is for new TCP connections only, or for all but them.",
            example = "match")
        Optional<Written.Syn> syn,
    @Arg(
            doc = "Flags of TCP: which to look at (flags), and which of these are set (flags_set).",
            example = "{flags: [SYN, RST], flags_set: [SYN]}")
        Map<String, List<String>> tcpFlags,
    @Arg(
            doc = "True for all fragments of a packet but the first, false for none.",
            example = "true")
        Optional<Boolean> fragment,
    @Arg(doc = "How often it matches at most.", example = "10/second") Optional<String> limit,
    @Arg(doc = "How often it matches before the limit counts.", example = "20")
        Optional<Integer> limitBurst,
    @Arg(doc = "The user whose packets it is for, where they begin here.", example = "1000")
        Optional<String> uidOwner,
    @Arg(doc = "The group whose packets it is for, where they begin here.", example = "1000")
        Optional<String> gidOwner,
    @Arg(doc = "An ipset that packets are looked up in.", example = "admins")
        Optional<String> matchSet,
    @Arg(doc = "What of a packet is looked up in the ipset.", example = "src", byDefault = "src")
        String matchSetFlags,
    @Arg(doc = "A text that is kept with the rule.", example = "etcd clients")
        Optional<String> comment,
    @Arg(doc = "What becomes of the packet: a target or a chain.", example = "ACCEPT")
        Optional<String> jump,
    @Arg(doc = "A chain to go on in, without coming back.", example = "LATER", aliases = "goto")
        Optional<String> goTo,
    @Arg(doc = "With jump REJECT: the answer.", example = "tcp-reset") Optional<String> rejectWith,
    @Arg(doc = "With jump LOG: what the line begins with.", example = "\"dropped \"")
        Optional<String> logPrefix,
    @Arg(doc = "With jump LOG: how loud.", example = "info") Optional<String> logLevel,
    @Arg(doc = "With jump DNAT: where packets go instead.", example = "\"192.0.2.8:80\"")
        Optional<String> toDestination,
    @Arg(doc = "With jump SNAT: where packets come from instead.", example = "192.0.2.1")
        Optional<String> toSource,
    @Arg(doc = "With jump REDIRECT or MASQUERADE: the port instead.", example = "\"8080\"")
        Optional<String> toPorts,
    @Arg(doc = "With jump TEE: where a copy of the packet goes.", example = "192.0.2.7")
        Optional<String> gateway,
    @Arg(doc = "With jump DSCP: the mark to set.", example = "\"8\"")
        Optional<String> setDscpMark) {

  boolean isEmpty() {
    return parts(IpVersion.IPV4).isEmpty() && match.isEmpty();
  }

  /**
   * @throws IllegalArgumentException with a sentence that starts with "must have"
   */
  Rule rule(IpVersion version) {
    Map<Part, String> parts = parts(version);
    boolean ports =
        sourcePort.isPresent()
            || destinationPort.isPresent()
            || !sourcePorts.isEmpty()
            || !destinationPorts.isEmpty();
    if (ports && protocol.isEmpty()) {
      throw new IllegalArgumentException("must have a \"protocol\" when it names ports");
    }
    if (parts.containsKey(Part.TCP_FLAGS) && !parts.getOrDefault(Part.PROTOCOL, "").equals("tcp")) {
      throw new IllegalArgumentException("must have \"protocol: tcp\" when it looks at flags");
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
      if (!Rule.IMPLIED.contains(name)) {
        throw new IllegalArgumentException(
            "must have in \"match\" only %s, but has \"%s\""
                .formatted(String.join(", ", Rule.IMPLIED.stream().sorted().toList()), name));
      }
    }
    return new Rule(parts, List.of());
  }

  private Map<Part, String> parts(IpVersion version) {
    EnumMap<Part, String> parts = new EnumMap<>(Part.class);
    put(parts, Part.PROTOCOL, protocol);
    put(parts, Part.SOURCE, source);
    put(parts, Part.DESTINATION, destination);
    put(parts, Part.IN_INTERFACE, inInterface);
    put(parts, Part.OUT_INTERFACE, outInterface);
    put(parts, Part.FRAGMENT, fragment.map(is -> is ? "" : "!"));
    put(parts, Part.SOURCE_PORT, sourcePort);
    put(parts, Part.SOURCE_PORTS, joined(sourcePorts));
    put(parts, Part.DESTINATION_PORT, destinationPort);
    put(parts, Part.DESTINATION_PORTS, joined(destinationPorts));
    put(parts, version == IpVersion.IPV4 ? Part.ICMP_TYPE : Part.ICMPV6_TYPE, icmpType);
    put(parts, Part.MAC_SOURCE, macSource);
    put(parts, Part.SRC_RANGE, srcRange);
    put(parts, Part.DST_RANGE, dstRange);
    put(parts, Part.TCP_FLAGS, flags());
    put(parts, Part.LIMIT, limit);
    put(parts, Part.LIMIT_BURST, limitBurst);
    put(parts, Part.UID_OWNER, uidOwner);
    put(parts, Part.GID_OWNER, gidOwner);
    put(parts, Part.MATCH_SET, matchSet.map(name -> name + " " + matchSetFlags));
    put(parts, Part.CTSTATE, joined(ctstate));
    put(parts, Part.COMMENT, comment);
    put(parts, Part.JUMP, jump);
    put(parts, Part.GOTO, goTo);
    // What the kernel answers unasked is saved as if it had been asked for.
    String unasked = version == IpVersion.IPV4 ? "icmp-port-unreachable" : "icmp6-port-unreachable";
    put(
        parts,
        Part.REJECT_WITH,
        rejectWith.or(() -> jump.filter("REJECT"::equals).map(_ -> unasked)));
    put(parts, Part.LOG_PREFIX, logPrefix);
    put(parts, Part.LOG_LEVEL, logLevel);
    put(parts, Part.TO_DESTINATION, toDestination);
    put(parts, Part.TO_SOURCE, toSource);
    put(parts, Part.TO_PORTS, toPorts);
    put(parts, Part.GATEWAY, gateway);
    put(parts, Part.SET_DSCP, setDscpMark);
    return parts;
  }

  private Optional<String> flags() {
    return syn.flatMap(Written.Syn::flags)
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

  private static void put(Map<Part, String> parts, Part part, Optional<?> value) {
    value.ifPresent(given -> parts.put(part, part.normal(given.toString())));
  }
}
