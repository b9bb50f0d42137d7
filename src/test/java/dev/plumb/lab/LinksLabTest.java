package dev.plumb.lab;

import static dev.plumb.lab.LabHosts.apply;
import static dev.plumb.lab.LabHosts.check;
import static dev.plumb.lab.LabHosts.on;
import static dev.plumb.lab.LabHosts.plumb;
import static dev.plumb.lab.LabHosts.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.plumb.lab.LabHosts.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links with real packets between namespaces of node1. */
@OnTheLab
class LinksLabTest {

  private static final String PAIRS =
      "{\"links_bridge\": \"br0\", \"links_bridge_addresses\": [\"10.20.0.1/24\"],"
          + " \"links_namespaces\": [{\"name\": \"blue\", \"address\": \"10.20.0.2/24\"},"
          + " {\"name\": \"red\", \"address\": \"10.20.0.3/24\"}]";

  private static final String GONE =
      """
      - network_link: {name: br0, state: absent}
      - network_link: {name: "${item}", state: absent}
        loop: [vlan10, v-blue, v-red, lone]
      - network_namespace: {name: "${item}", state: absent}
        loop: [blue, red]
      - iptables: {chain: FORWARD, in_interface: br0, out_interface: br0, jump: ACCEPT, state: absent}
      """;

  @TempDir Path folder;

  /** Where docker runs, it drops what bridges of others pass on. */
  @BeforeEach
  void letsTheBridgePassPackets() {
    apply(
            folder,
            "node1",
            "- iptables: {chain: FORWARD, in_interface: br0, out_interface: br0, jump: ACCEPT,"
                + " action: insert}")
        .endedWith(0);
  }

  @AfterEach
  void takesThemAway() {
    apply(folder, "node1", GONE).endedWith(0);
    assertThat(on("node1", "ls /etc/systemd/network /etc/plumb/links").out())
        .doesNotContain("blue");
  }

  private static Ran links(String verb, String more) {
    return plumb(verb, "playbooks/links.yml", "-l", "node1", "-e", PAIRS + more + "}");
  }

  /**
   * A port that was made anew takes a moment to pass packets, and a neighbour that knows its old
   * address asks anew only after up to 53 s: 1.5 times 30 s for which it holds, and 8 s of doubt
   * (arp(7): base_reachable_time_ms, delay_first_probe_time, ucast_solicit).
   */
  private static boolean pings(String namespace, String address) {
    return on("node1", "ip netns exec " + namespace + " ping -c 1 -w 60 " + address).succeeded();
  }

  @Test
  void carryTrafficAreRepairedAndSurviveAReboot() {
    links("apply", "").endedWith(0);
    assertThat(pings("blue", "10.20.0.3")).isTrue();
    assertThat(pings("red", "10.20.0.1")).isTrue();
    assertThat(links("check", "").endedWith(0).count("changed")).isZero();

    told("node1", "ip link set br0 down");
    links("check", "").endedWith(2);
    for (String hand :
        new String[] {
          "ip link set br0 down",
          "ip link set v-red nomaster",
          "ip link set br0 type bridge stp_state 1",
          "ip addr del 10.20.0.1/24 dev br0; ip addr add 10.20.9.1/24 dev br0",
          "ip link del v-blue",
          "ip netns exec red ip link set eth0 down",
        }) {
      told("node1", hand);
      Ran repaired = links("apply", "").endedWith(0);
      assertThat(repaired.count("changed")).as(hand).isPositive();
      assertThat(repaired.out()).doesNotContain("persisted");
      assertThat(pings("blue", "10.20.0.3")).as(hand).isTrue();
      assertThat(pings("red", "10.20.0.1")).as(hand).isTrue();
    }
    told("node1", "rm /etc/systemd/network/30-plumb-br0.netdev");
    assertThat(links("apply", "").endedWith(0).out())
        .contains("persisted /etc/systemd/network/30-plumb-br0.netdev: absent -> as specified")
        .doesNotContain("link:");

    LabHosts.reboot("node1");
    letsTheBridgePassPackets();
    assertThat(pings("blue", "10.20.0.3")).isTrue();
    assertThat(pings("red", "10.20.0.1")).isTrue();
    assertThat(links("check", "").endedWith(0).count("changed")).isZero();
  }

  @Test
  void carryTaggedFrames() {
    assumeThat(
            on("node1", "ip link add link host0 name x9 type vlan id 9 && ip link del x9")
                .succeeded())
        .as("the kernel has VLANs")
        .isTrue();
    String vlan =
        ", \"links_vlan\": {\"id\": 10, \"namespace\": \"blue\", \"address\": \"10.30.0.1/24\","
            + " \"peer_address\": \"10.30.0.2/24\"}";
    plumb("run", "node1", "-m", "apt", "-a", "name=tcpdump").endedWith(0);

    links("apply", vlan).endedWith(0);

    String seen =
        told(
            "node1",
            "timeout 5 tcpdump -c 2 -n -e -i v-blue vlan 10 and icmp 2>/dev/null & sleep 1;"
                + " ping -c 2 -W 1 10.30.0.2 >/dev/null; wait; true");
    assertThat(seen).contains("vlan 10").contains("10.30.0.1 > 10.30.0.2: ICMP echo request");
    assertThat(links("check", vlan).endedWith(0).count("changed")).isZero();
  }

  @Test
  void areNotTakenFromUnderPlumb() {
    String before = told("node1", "ip -o addr show host0; ip route");

    for (String task :
        new String[] {
          "- network_link: {name: host0, up: false}",
          "- network_link: {name: host0, addresses: [10.20.0.9/24]}",
          "- network_link: {name: br0, type: bridge, ports: [host0]}",
        }) {
      assertThat(apply(folder, "node1", task).endedWith(6).out())
          .contains("Change would cut plumb off");
    }
    Ran risked =
        apply(
                folder,
                "node1",
                "- network_link: {name: host0, up: false, allow_lockout_risk: true, lockout_timer:"
                    + " 5}")
            .endedWith(3);

    assertThat(risked.out()).contains("The host has taken the change back");
    assertThat(told("node1", "ip -o addr show host0; ip route")).isEqualTo(before);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(
            apply(folder, "node1", "- network_link: {name: lone, type: bridge, ports: [nothing]}")
                .endedWith(3)
                .out())
        .contains("To be created, lone needs the link nothing, which does not exist.");
    assertThat(
            check(
                    folder,
                    "node1",
                    "- network_link: {name: lone, type: veth, peer: eth0, peer_namespace: none}")
                .endedWith(3)
                .out())
        .contains("There is no network namespace none.");
  }
}
