package dev.plumb.module.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.lockout.ManagementConnection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallLockoutTest {

  private static final ManagementConnection.Ssh SSH =
      new ManagementConnection.Ssh(
          "192.0.2.1",
          40000,
          "192.0.2.8",
          22,
          Optional.of("eth0"),
          Optional.of("02:00:00:00:00:01"));

  private static final TableState.Table OPEN = SavedTable.table("");

  private static Optional<Diagnostic> of(String rules) {
    return of(TableRef.Table.FILTER, IpVersion.IPV4, OPEN, rules);
  }

  private static Optional<Diagnostic> of(
      TableRef.Table table, IpVersion version, TableState.Table before, String rules) {
    return FirewallLockout.check(
        new TableRef(table, version, FirewallBackend.AUTO, Optional.empty()),
        SSH,
        before,
        SavedTable.table(rules.replace('|', '\n')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":INPUT DROP",
        "-A INPUT -j DROP",
        "-A INPUT -s 192.0.2.0/24 -j REJECT",
        "-A INPUT -p tcp -m tcp --dport 22 -j DROP",
        "-A INPUT -p tcp -m multiport --dports 20:23,80 -j DROP",
        "-A INPUT -m mac --mac-source 02:00:00:00:00:01 -j DROP",
        "-A INPUT ! -i lo -j DROP",
        "-A INPUT -i eth+ -j DROP",
        "-A INPUT -m iprange --src-range 192.0.2.1-192.0.2.3 -j DROP",
        // The connection lives on, but there is no next one.
        ":INPUT DROP|-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT",
        "-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP",
        // Packets back.
        ":OUTPUT DROP",
        "-A OUTPUT -d 192.0.2.1/32 -j DROP",
        "-A OUTPUT -p tcp -m tcp --sport 22 -j DROP",
        // By way of other chains.
        "-A INPUT -j plumb-INPUT|-A plumb-INPUT -j DROP|:plumb-INPUT -",
        "-A INPUT -g X|:X - |-A X -p udp -j ACCEPT|-A INPUT -j ACCEPT|:INPUT DROP",
        // Too late, or not sure.
        "-A INPUT -j DROP|-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
        ":INPUT DROP|-A INPUT -m set --match-set admins src -j ACCEPT",
        ":INPUT DROP|-A INPUT -m geoip --source-country XY -j ACCEPT",
        ":INPUT DROP|-A INPUT -p tcp -m tcp --sport 40000 -j ACCEPT",
      })
  void isDetected(String rules) {
    assertThat(of(rules)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-A INPUT -s 192.0.2.7/32 -j DROP",
        "-A INPUT -p udp -j DROP",
        "-A INPUT -p icmp -m icmp --icmp-type 8 -j DROP",
        "-A INPUT -m mac --mac-source 02:00:00:00:00:02 -j DROP",
        "-A INPUT -i eth1 -j DROP",
        "-A FORWARD -j DROP",
        ":INPUT DROP|-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
        ":INPUT DROP|-A INPUT -i eth0 -p tcp -m tcp --sport 1024:65535 --dport 22 -j ACCEPT",
        ":INPUT DROP|:X -|-A INPUT -j X|-A X -s 192.0.2.1/32 -j ACCEPT",
        ":INPUT DROP|:X -|-A INPUT -j X|-A X -j RETURN|-A X -j DROP|-A INPUT -j ACCEPT",
        // Others' rules that we cannot read have let us in so far.
        "-A INPUT -m recent --update --seconds 60 --hitcount 4 --name x -j DROP",
        // A loop of chains, which iptables would not take.
        ":X -|-A INPUT -j X|-A X -j X",
      })
  void isNotReported(String rules) {
    assertThat(of(rules)).isEmpty();
  }

  @Test
  void ignoresConnectionsThatWereDroppedBefore() {
    assertThat(
            of(
                TableRef.Table.FILTER,
                IpVersion.IPV4,
                SavedTable.table(":INPUT DROP"),
                ":INPUT DROP"))
        .isEmpty();
  }

  @Test
  void checksOnlyTheProtocolOfTheConnection() {
    assertThat(of(TableRef.Table.FILTER, IpVersion.IPV6, OPEN, ":INPUT DROP")).isEmpty();
  }

  @Test
  void detectsRedirectedPackets() {
    assertThat(
            of(
                TableRef.Table.NAT,
                IpVersion.IPV4,
                OPEN,
                ":PREROUTING ACCEPT|-A PREROUTING -p tcp -j REDIRECT --to-ports 8080"))
        .isPresent();
  }

  @Test
  void explainsTheRefusal() {
    assertThat(of("-A INPUT -s 192.0.2.0/24 -j DROP").orElseThrow().detail())
        .isEqualTo(
            """
            This run uses SSH from 192.0.2.1 to 192.0.2.8 port 22, and its packets would be stopped by the rule "-s \
            192.0.2.0/24 -j DROP" of chain INPUT. Nothing was changed.
            Accept them with a preceding rule, for example:
                {protocol: tcp, source: 192.0.2.1, destination_port: 22, jump: ACCEPT}
            To try the change anyway, with the host reverting it unless a new connection succeeds, set:
                allow_lockout_risk: true\
            """);
  }
}
