package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.address;
import static dev.plumb.lab.LabHosts.apply;
import static dev.plumb.lab.LabHosts.check;
import static dev.plumb.lab.LabHosts.gateway;
import static dev.plumb.lab.LabHosts.on;
import static dev.plumb.lab.LabHosts.plumb;
import static dev.plumb.lab.LabHosts.roundTrips;
import static dev.plumb.lab.LabHosts.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.lab.LabHosts.Ran;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packet filters with real packets: node0 is kept, node1 and node2 knock. */
@OnTheLab
class FirewallLabTest {

  private static final String WEB =
      """
      - iptables_chain:
          chain: INPUT
          policy: ACCEPT
          rules:
            - {protocol: tcp, destination_port: 80, jump: ACCEPT}
            - {source: 192.0.2.7, jump: DROP}
            - {source: 192.0.2.8, jump: DROP}
      """;

  @TempDir Path folder;

  @AfterEach
  void takesTheRulesAway() {
    apply(folder, "node0", "- iptables_chain: {chain: INPUT, policy: ACCEPT, state: absent}")
        .endedWith(0);
  }

  private static Ran firewall(String vars) {
    return plumb("apply", "playbooks/firewall.yml", "-l", "node0", "-e", vars).endedWith(0);
  }

  private static boolean pings(String from) {
    return on(from, "ping -c 1 -W 3 " + address("node0")).succeeded();
  }

  private static boolean connects(String from, int port) {
    return on(from, "timeout 5 bash -c '</dev/tcp/" + address("node0") + "/" + port + "'")
        .succeeded();
  }

  private static String rules() {
    return told("node0", "iptables -S 2>/dev/null");
  }

  @Test
  void stopsThePacketsOfWhomeverAVariableNames() {
    told(
        "node0",
        "for p in 80 81; do systemctl is-active -q web$p || systemd-run -q --unit=web$p"
            + " python3 -m http.server $p; done");
    String mac = told("node2", "cat /sys/class/net/host0/address");

    firewall("{\"firewall_refuse\": [\"" + address("node1") + "\"]}");
    assertThat(pings("node1")).isFalse();
    assertThat(connects("node1", 80)).isFalse();
    assertThat(pings("node2")).isTrue();

    firewall("{\"firewall_drop_macs\": [\"" + mac + "\"]}");
    assertThat(pings("node1")).isTrue();
    assertThat(pings("node2")).isFalse();

    firewall("{\"firewall_no_ping\": [\"" + address("node1") + "\"]}");
    assertThat(pings("node1")).isFalse();
    assertThat(connects("node1", 80)).isTrue();
    assertThat(pings("node2")).isTrue();

    firewall("{\"firewall_http_only\": true}");
    assertThat(connects("node1", 80)).isTrue();
    assertThat(connects("node1", 81)).isFalse();
    assertThat(pings("node2")).isFalse();
    Path report = folder.resolve("report");
    Ran again =
        plumb(
                "apply",
                "playbooks/firewall.yml",
                "-l",
                "node0",
                "-e",
                "{\"firewall_http_only\": true}",
                "--report",
                "json=" + report)
            .endedWith(0);
    assertThat(again.count("changed")).isZero();
    assertThat(roundTrips(report, "node0")).isEqualTo(1);

    firewall("{}");
    assertThat(pings("node1")).isTrue();
    assertThat(connects("node1", 81)).isTrue();
    told("node0", "systemctl stop web80 web81");
  }

  @Test
  void repairsWhatHandsHaveDoneAndLeavesDockersRulesAlone() {
    plumb("run", "node0", "-m", "apt", "-a", "name=docker.io install_recommends=false")
        .endedWith(0);
    told("node0", "systemctl start docker");
    String dockers = told("node0", "iptables-save 2>/dev/null | grep -v '^[:#]' | grep -v plumb-");
    assertThat(dockers).contains("DOCKER");
    apply(folder, "node0", WEB).endedWith(0);
    String kept = rules();

    for (String hand :
        new String[] {
          "iptables -D plumb-INPUT -s 192.0.2.7 -j DROP",
          "iptables -D plumb-INPUT 2; iptables -A plumb-INPUT -s 192.0.2.7 -j DROP",
          "iptables -A plumb-INPUT -s 192.0.2.8 -j DROP",
          "iptables -I INPUT 1 -s 192.0.2.9 -j ACCEPT; iptables -A INPUT -j plumb-INPUT",
          "iptables -D INPUT -j plumb-INPUT",
          "iptables -P INPUT DROP; iptables -I plumb-INPUT -j ACCEPT",
        }) {
      told("node0", hand);
      Ran repaired = apply(folder, "node0", WEB).endedWith(0);
      assertThat(repaired.count("changed")).as(hand).isEqualTo(1);
      assertThat(repaired.out()).doesNotContain("persisted");
      told("node0", "iptables -D INPUT -s 192.0.2.9 -j ACCEPT 2>/dev/null || true");
      assertThat(rules()).as(hand).isEqualTo(kept);
    }
    assertThat(told("node0", "iptables-save 2>/dev/null | grep -v '^[:#]' | grep -v plumb-"))
        .isEqualTo(dockers);

    told("node0", "echo >>/etc/plumb/iptables/iptables_filter_INPUT.rules");
    assertThat(check(folder, "node0", WEB).endedWith(2).out())
        .contains("persisted rules: different")
        .doesNotContain("rule:");
    apply(folder, "node0", WEB).endedWith(0);

    LabHosts.reboot("node0");
    assertThat(check(folder, "node0", WEB).endedWith(0).count("changed")).isZero();
  }

  @Test
  void refusesToLockPlumbOut() {
    String before = rules();

    Ran flipped = apply(folder, "node0", "- iptables: {chain: INPUT, policy: DROP}").endedWith(6);
    assertThat(flipped.out())
        .contains("would be stopped by the policy DROP of chain INPUT. Nothing was changed.");
    apply(folder, "node0", "- iptables: {chain: INPUT, source: " + gateway() + ", jump: REJECT}")
        .endedWith(6);

    assertThat(rules()).isEqualTo(before);
  }

  @Test
  void comesBackByItselfFromALockOutThatWasRisked() {
    String before = rules();
    long began = System.nanoTime();

    Ran risked =
        apply(
                folder,
                "node0",
                """
                - iptables:
                    chain: INPUT
                    policy: DROP
                    allow_lockout_risk: true
                    lockout_timer: 6
                """)
            .endedWith(3);

    assertThat(risked.out()).contains("The host has taken the change back");
    assertThat(rules()).isEqualTo(before);
    assertThat((System.nanoTime() - began) / 1_000_000_000).isBetween(6L, 120L);
  }

  @Test
  void keepsARiskThatIsConfirmedOverANewConnection() {
    // Nobody but the host can tell whether the limit lets plumb in.
    String tasks =
        """
        - iptables_chain:
            chain: INPUT
            policy: DROP
            persist: false
            allow_lockout_risk: true
            rules:
              - {protocol: tcp, destination_port: 22, limit: 500/second, limit_burst: 500, jump: ACCEPT}
        """;

    apply(folder, "node0", tasks).endedWith(0);

    assertThat(check(folder, "node0", tasks).endedWith(0).count("changed")).isZero();
    assertThat(rules()).contains("-P INPUT DROP");
  }

  @Test
  void applies200RulesInTwoRoundTripsAndChecksThemInOne() {
    String tasks =
        "- iptables_chain:\n    chain: INPUT\n    rules:\n"
            + IntStream.rangeClosed(1, 200)
                .mapToObj(i -> "      - {source: 10.9.8." + i + ", jump: DROP}\n")
                .collect(Collectors.joining());
    Path applied = folder.resolve("applied");
    Path checked = folder.resolve("checked");

    apply(folder, "node0", tasks, "--report", "json=" + applied).endedWith(0);
    check(folder, "node0", tasks, "--report", "json=" + checked).endedWith(0);

    assertThat(roundTrips(applied, "node0")).isEqualTo(2);
    assertThat(roundTrips(checked, "node0")).isEqualTo(1);
  }

  @Test
  void tellsTheTwoPacketFiltersApartAndKnowsIpv6() {
    String one = "- iptables: {chain: FORWARD, source: 192.0.2.7, jump: DROP%s}\n";
    apply(folder, "node0", one.formatted(", backend: legacy")).endedWith(0);
    assertThat(told("node0", "iptables-legacy -S FORWARD")).contains("192.0.2.7");
    assertThat(told("node0", "iptables-nft -S FORWARD")).doesNotContain("192.0.2.7");

    assertThat(apply(folder, "node0", one.formatted("")).endedWith(3).out())
        .contains("Two packet filters hold rules");

    apply(folder, "node0", one.formatted(", backend: legacy, state: absent")).endedWith(0);
    String six =
        "- iptables: {chain: INPUT, ip_version: ipv6, source: '2001:DB8::7', jump: REJECT%s}\n";
    apply(folder, "node0", six.formatted("")).endedWith(0);
    assertThat(apply(folder, "node0", six.formatted("")).endedWith(0).count("changed")).isZero();
    assertThat(told("node0", "ip6tables -S INPUT")).contains("2001:db8::7");
    apply(folder, "node0", six.formatted(", state: absent")).endedWith(0);
  }
}
