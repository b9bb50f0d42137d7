package dev.plumb.module.iptables;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.module.iptables.IptablesState.Chain;
import dev.plumb.state.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a change of a table would cut the connection that makes it, or the next like it. */
final class LockOut {

  /** What a chain says of a packet. */
  private sealed interface Verdict {
    /** It goes on to the next chain. */
    record Passes() implements Verdict {}

    /** It is not let through. */
    record Cut(String by) implements Verdict {}

    /** No rule decided. */
    record Open() implements Verdict {}
  }

  private static final Set<String> CUTTING = Set.of("DROP", "REJECT");
  private static final Set<String> PASSING =
      Set.of("ACCEPT", "QUEUE", "NFQUEUE", "SNAT", "MASQUERADE");
  private static final Set<String> DIVERTING = Set.of("DNAT", "REDIRECT");
  private static final List<String> WAY_IN = List.of("PREROUTING", "INPUT");
  private static final List<String> WAY_OUT = List.of("OUTPUT", "POSTROUTING");

  private final IptablesState.Table table;
  private final Packet packet;
  private final Set<String> entered = new HashSet<>();

  private LockOut(IptablesState.Table table, Packet packet) {
    this.table = table;
    this.packet = packet;
  }

  /** Why no change like this is to be made over this connection; empty when it is safe. */
  static Optional<Diagnostic> of(
      Where where, Connection connection, IptablesState.Table before, IptablesState.Table after) {
    if (!(connection instanceof Connection.Ssh ssh)
        || ssh.client().contains(":") != (where.version() == IpVersion.IPV6)) {
      return Optional.empty();
    }
    // Of a connection that is there, nat has had its say.
    List<Packet> in =
        where.table() == Where.Table.NAT
            ? List.of(Packet.first(ssh))
            : List.of(Packet.request(ssh), Packet.first(ssh));
    return in.stream()
        .flatMap(packet -> newlyCut(WAY_IN, packet, before, after).stream())
        .findFirst()
        .or(() -> newlyCut(WAY_OUT, Packet.reply(ssh), before, after))
        .map(by -> refusal(ssh, by));
  }

  private static Optional<String> newlyCut(
      List<String> chains, Packet packet, IptablesState.Table before, IptablesState.Table after) {
    return chains.stream()
        .filter(chain -> !(verdict(before, chain, packet) instanceof Verdict.Cut))
        .flatMap(
            chain ->
                verdict(after, chain, packet) instanceof Verdict.Cut(String by)
                    ? Optional.of(by).stream()
                    : Optional.<String>empty().stream())
        .findFirst();
  }

  private static Verdict verdict(IptablesState.Table table, String name, Packet packet) {
    Optional<Chain> chain = table.chain(name);
    if (chain.isEmpty()) {
      return new Verdict.Open();
    }
    Verdict verdict = new LockOut(table, packet).walk(name, true);
    return verdict instanceof Verdict.Open && chain.get().policy().equals(Optional.of("DROP"))
        ? new Verdict.Cut("the policy DROP of chain " + name)
        : verdict;
  }

  /**
   * @param sure whether the packet is sure to come here
   */
  private Verdict walk(String chain, boolean sure) {
    if (!entered.add(chain)) {
      return new Verdict.Open();
    }
    for (Rule rule : table.rules(chain)) {
      Packet.Answer matches = packet.matches(rule);
      String target = rule.part(Part.JUMP).or(() -> rule.part(Part.GOTO)).orElse("");
      boolean surely = sure && matches == Packet.Answer.YES;
      // A stranger's rule that we cannot read lets packets through now, or we were not here.
      boolean cuts = surely || (matches != Packet.Answer.NO && rule.opaque().isEmpty());
      if (cuts && (CUTTING.contains(target) || DIVERTING.contains(target))) {
        return new Verdict.Cut("the rule \"%s\" of chain %s".formatted(rule, chain));
      }
      if (surely && PASSING.contains(target)) {
        return new Verdict.Passes();
      }
      if (surely && target.equals("RETURN")) {
        break;
      }
      if (matches != Packet.Answer.NO && table.chain(target).isPresent()) {
        Verdict verdict = walk(target, surely);
        entered.remove(target);
        if (!(verdict instanceof Verdict.Open)) {
          return verdict;
        }
        if (surely && rule.part(Part.GOTO).isPresent()) {
          break;
        }
      }
    }
    return new Verdict.Open();
  }

  private static Diagnostic refusal(Connection.Ssh ssh, String by) {
    return Diagnostic.error(
        "Would lock plumb out",
        """
        This run comes by %s, and its packets would be stopped by %s. Nothing was changed.
        Let them in by a rule before that, for example:
            {protocol: tcp, source: %s, destination_port: %d, jump: ACCEPT}
        To try it all the same, and have the host take it back by itself unless a new connection comes through, say:
            allow_lockout_risk: true"""
            .formatted(ssh, by, ssh.client(), ssh.serverPort()));
  }
}
