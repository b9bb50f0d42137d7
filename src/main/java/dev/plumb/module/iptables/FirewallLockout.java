package dev.plumb.module.iptables;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.module.iptables.TableState.Chain;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Detects table changes that would cut plumb's own connection or prevent the next one. */
final class FirewallLockout {

  /** The verdict of a chain on a packet. */
  private sealed interface Verdict {
    /** The packet continues to the next chain. */
    record Accepted() implements Verdict {}

    /** The packet is dropped, rejected or redirected. */
    record Dropped(String by) implements Verdict {}

    /** No rule decided. */
    record Undecided() implements Verdict {}
  }

  private static final Set<String> DROPPING = Set.of("DROP", "REJECT");
  private static final Set<String> ACCEPTING =
      Set.of("ACCEPT", "QUEUE", "NFQUEUE", "SNAT", "MASQUERADE");
  private static final Set<String> REDIRECTING = Set.of("DNAT", "REDIRECT");
  private static final List<String> INBOUND = List.of("PREROUTING", "INPUT");
  private static final List<String> OUTBOUND = List.of("OUTPUT", "POSTROUTING");

  private final TableState.Table table;
  private final Packet packet;
  private final Set<String> visited = new HashSet<>();

  private FirewallLockout(TableState.Table table, Packet packet) {
    this.table = table;
    this.packet = packet;
  }

  /** Returns why the change is unsafe over this connection, if it is. */
  static Optional<Diagnostic> check(
      TableRef where,
      ManagementConnection connection,
      TableState.Table before,
      TableState.Table after) {
    if (!(connection instanceof ManagementConnection.Ssh ssh)
        || ssh.client().contains(":") != (where.ipVersion() == IpVersion.IPV6)) {
      return Optional.empty();
    }
    // The nat table sees only the first packet of a connection.
    List<Packet> in =
        where.table() == TableRef.Table.NAT
            ? List.of(Packet.newConnection(ssh))
            : List.of(Packet.request(ssh), Packet.newConnection(ssh));
    return in.stream()
        .flatMap(packet -> newlyDropped(INBOUND, packet, before, after).stream())
        .findFirst()
        .or(() -> newlyDropped(OUTBOUND, Packet.reply(ssh), before, after))
        .map(by -> refusal(ssh, by));
  }

  private static Optional<String> newlyDropped(
      List<String> chains, Packet packet, TableState.Table before, TableState.Table after) {
    return chains.stream()
        .filter(chain -> !(verdict(before, chain, packet) instanceof Verdict.Dropped))
        .flatMap(
            chain ->
                verdict(after, chain, packet) instanceof Verdict.Dropped(String by)
                    ? Optional.of(by).stream()
                    : Optional.<String>empty().stream())
        .findFirst();
  }

  private static Verdict verdict(TableState.Table table, String name, Packet packet) {
    Optional<Chain> chain = table.chain(name);
    if (chain.isEmpty()) {
      return new Verdict.Undecided();
    }
    Verdict verdict = new FirewallLockout(table, packet).walk(name, true);
    return verdict instanceof Verdict.Undecided && chain.get().policy().equals(Optional.of("DROP"))
        ? new Verdict.Dropped("the policy DROP of chain " + name)
        : verdict;
  }

  /**
   * @param sure whether the packet certainly reaches the chain
   */
  private Verdict walk(String chain, boolean sure) {
    if (!visited.add(chain)) {
      return new Verdict.Undecided();
    }
    for (FirewallRule rule : table.rules(chain)) {
      Packet.Match matches = packet.matches(rule);
      String target =
          rule.clause(MatchClause.JUMP).or(() -> rule.clause(MatchClause.GOTO)).orElse("");
      boolean surely = sure && matches == Packet.Match.YES;
      // A foreign rule with unparsed options evidently lets the current connection through.
      boolean cuts = surely || (matches != Packet.Match.NO && rule.unparsed().isEmpty());
      if (cuts && (DROPPING.contains(target) || REDIRECTING.contains(target))) {
        return new Verdict.Dropped("the rule \"%s\" of chain %s".formatted(rule, chain));
      }
      if (surely && ACCEPTING.contains(target)) {
        return new Verdict.Accepted();
      }
      if (surely && target.equals("RETURN")) {
        break;
      }
      if (matches != Packet.Match.NO && table.chain(target).isPresent()) {
        Verdict verdict = walk(target, surely);
        visited.remove(target);
        if (!(verdict instanceof Verdict.Undecided)) {
          return verdict;
        }
        if (surely && rule.clause(MatchClause.GOTO).isPresent()) {
          break;
        }
      }
    }
    return new Verdict.Undecided();
  }

  private static Diagnostic refusal(ManagementConnection.Ssh ssh, String by) {
    return Diagnostic.error(
        "Change would lock plumb out",
        """
        This run uses %s, and its packets would be stopped by %s. Nothing was changed.
        Accept them with a preceding rule, for example:
            {protocol: tcp, source: %s, destination_port: %d, jump: ACCEPT}
        To try the change anyway, with the host reverting it unless a new connection succeeds, set:
            allow_lockout_risk: true\
        """
            .formatted(ssh, by, ssh.client(), ssh.serverPort()));
  }
}
