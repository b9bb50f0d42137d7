package dev.plumb.module.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.host.lockout.ManagementConnection;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkLinkModuleTest {

  private static final ManagementConnection.Ssh SSH =
      new ManagementConnection.Ssh(
          "192.0.2.1", 40000, "192.0.2.8", 22, Optional.of("eth0"), Optional.empty());

  /** Taken from a host, and shortened. */
  private static final String SHOWN =
      """
      [{"ifindex":2,"ifname":"eth0","flags":["BROADCAST","UP","LOWER_UP"],"mtu":1500,"addr_info":[
         {"family":"inet","local":"192.0.2.8","prefixlen":24,"scope":"global"},
         {"family":"inet6","local":"fe80::1","prefixlen":64,"scope":"link"}]},
       {"ifindex":4,"ifname":"br0","flags":["BROADCAST","UP"],"mtu":1500,"addr_info":[
         {"family":"inet","local":"10.0.0.1","prefixlen":24,"scope":"global"}],
        "linkinfo":{"info_kind":"bridge","info_data":{"stp_state":0}}},
       {"ifindex":5,"ifname":"eth1","flags":["UP"],"mtu":1500,"master":"br0","addr_info":[]},
       {"ifindex":6,"ifname":"eth2","flags":["UP"],"mtu":1500,"addr_info":[]},
       {"ifindex":7,"ifname":"vlan9","link":"eth1","flags":["UP"],"mtu":1500,"addr_info":[],
        "linkinfo":{"info_kind":"vlan","info_data":{"protocol":"802.1Q","id":9}}},
       {"ifindex":8,"link_index":2,"link_netnsid":0,"ifname":"v1","flags":["UP"],"mtu":1500,
        "addr_info":[],"linkinfo":{"info_kind":"veth"}}]
      """;

  private static final String BLUE =
      """
      [{"ifindex":2,"link_index":8,"ifname":"eth0","flags":["UP"],"mtu":1500,"addr_info":[
         {"family":"inet","local":"10.0.0.2","prefixlen":24,"scope":"global"}],
        "linkinfo":{"info_kind":"veth"}}]
      """;

  private final ModuleHarness<NetworkLinkSpec, ObservedLinks> link =
      ModuleHarness.of(new NetworkLinkModule());

  private static NamespaceState links(String shown) {
    return NamespaceState.probe(Optional.empty()).read(List.of(Exec.Exited.of(0, shown, "")))
            instanceof Reading.Observed<NamespaceState>(NamespaceState links)
        ? links
        : new NamespaceState.NotInstalled();
  }

  private static ObservedLinks found(Optional<LinkPersistence> kept) {
    return new ObservedLinks(links(SHOWN), links(SHOWN), SSH, kept);
  }

  private static final ObservedLinks HERE = found(Optional.empty());

  private static final ObservedLinks PAIR =
      new ObservedLinks(links(SHOWN), links(BLUE), SSH, Optional.empty());

  private static String running(String args) {
    return "{" + args + ", persist: false}";
  }

  @Nested
  class Planning {

    @Test
    void createsABridge() {
      link.plan(
              running(
                  "name: br1, type: bridge, stp: true, mtu: 1400, addresses: [10.1.0.1/24], ports:"
                      + " [eth2]"),
              HERE)
          .needs(
              """
              link: absent -> bridge
                run ip link add br1 type bridge
              mtu of br1: 1500 -> 1400
                run ip link set br1 mtu 1400
              spanning tree: off -> on
                run ip link set br1 type bridge stp_state 1
              addresses of br1: none -> 10.1.0.1/24
                run ip addr add 10.1.0.1/24 dev br1
              br1: down -> up
                run ip link set br1 up
              master of eth2: none -> br1
                run ip link set eth2 master br1
              """);
    }

    @Test
    void isInSyncWithAnExistingBridge() {
      link.plan(
              running("name: br0, type: bridge, addresses: [10.0.0.1/24], ports: [eth1], stp: no"),
              HERE)
          .isInSync();
    }

    @Test
    void repairsABridge() {
      link.plan(
              running("name: br0, type: bridge, addresses: [10.0.0.9/24], ports: [eth2], up: no"),
              HERE)
          .needs(
              """
              addresses of br0: 10.0.0.1/24 -> 10.0.0.9/24
                run ip addr add 10.0.0.9/24 dev br0
                run ip addr del 10.0.0.1/24 dev br0
              br0: up -> down
                run ip link set br0 down
              master of eth1: br0 -> none
                run ip link set eth1 nomaster
              master of eth2: none -> br0
                run ip link set eth2 master br0
              """);
    }

    @Test
    void setsLinksDownBeforeAttachingThemToABond() {
      link.plan(running("name: b, type: bond, mode: active-backup, ports: [eth2]"), HERE)
          .needs(
              """
              link: absent -> bond
                run ip link add b type bond mode active-backup miimon 100
              b: down -> up
                run ip link set b up
              master of eth2: none -> b
                run ip link set eth2 down
                run ip link set eth2 master b
                run ip link set eth2 up
              """);
    }

    @Test
    void recreatesAVlanWhenItsIdChanges() {
      link.plan(running("name: vlan9, type: vlan, parent: eth1, id: 9"), HERE).isInSync();
      link.plan(running("name: vlan9, type: vlan, parent: eth1, id: 10"), HERE)
          .needs(
              """
              link: vlan -> vlan 10 on eth1
                run ip link del vlan9
                run ip link add link eth1 name vlan9 type vlan id 10
              vlan9: down -> up
                run ip link set vlan9 up
              """);
    }

    @Test
    void createsAPairThatReachesIntoANamespace() {
      link.plan(
              running(
                  "name: v2, type: veth, peer: eth1, peer_namespace: blue, peer_addresses:"
                      + " [10.2.0.2/24], master: br0"),
              PAIR)
          .needs(
              """
              link: absent -> veth with eth1 in blue
                run ip link add v2 type veth peer name eth1 netns blue
              master of v2: none -> br0
                run ip link set v2 master br0
              v2: down -> up
                run ip link set v2 up
              addresses of eth1: none -> 10.2.0.2/24
                run ip -n blue addr add 10.2.0.2/24 dev eth1
              eth1: down -> up
                run ip -n blue link set eth1 up
              """);
    }

    @Test
    void recognizesAPairByTheIndexesOfItsEnds() {
      String pair = "name: v1, type: veth, peer: eth0, peer_namespace: blue";
      link.plan(running(pair + ", peer_addresses: [10.0.0.2/24]"), PAIR).isInSync();
      link.plan(
              running(pair),
              new ObservedLinks(
                  links(SHOWN),
                  links(BLUE.replace("\"link_index\":8", "\"link_index\":77")),
                  SSH,
                  Optional.empty()))
          .needs(
              """
              link: veth -> veth with eth0 in blue
                run ip link del v1
                run ip -n blue link del eth0
                run ip link add v1 type veth peer name eth0 netns blue
              v1: down -> up
                run ip link set v1 up
              eth0: down -> up
                run ip -n blue link set eth0 up
              """);
    }

    @Test
    void removesALink() {
      link.plan(running("name: br0, state: absent"), HERE)
          .needs(
              """
              link: bridge -> absent
                run ip link del br0
              """);
      link.plan(running("name: br7, state: absent"), HERE).isInSync();
    }

    @Test
    void isBlockedByAMissingLinkOrNamespace() {
      link.plan(running("name: br1, type: bridge, ports: [eth9]"), HERE)
          .isBlocked("No such link")
          .withDetail("To be created, br1 needs the link eth9, which does not exist.")
          .fixableByEarlierTask();
      link.plan(
              running("name: v2, type: veth, peer: a, peer_namespace: blue"),
              new ObservedLinks(
                  links(SHOWN), new NamespaceState.NoNamespace(), SSH, Optional.empty()))
          .isBlocked("No such network namespace")
          .fixableByEarlierTask();
    }
  }

  @Nested
  class Guarding {

    private void refuses(String args, String what) {
      link.plan(running(args), HERE)
          .isRefused("Change would cut plumb off")
          .withDetail(
              """
              This run uses SSH from 192.0.2.1 to 192.0.2.8 port 22 through eth0, and %s. Nothing was changed.
              Connect through another link to change this one. To try the change anyway, with the host reverting it \
              unless a new connection succeeds, set:
                  allow_lockout_risk: true\
              """
                  .formatted(what));
    }

    @Test
    void refusesToDisruptTheLinkOfTheConnection() {
      refuses("name: eth0, up: no", "eth0 would be down");
      refuses("name: eth0, addresses: [192.0.2.9/24]", "eth0 would lose 192.0.2.8");
      refuses("name: eth0, master: br0", "eth0 would be a port of br0");
      refuses("name: br0, type: bridge, ports: [eth0]", "eth0 would be a port of br0");
      refuses("name: eth0, state: absent", "eth0 would be deleted");
    }

    @Test
    void refusesToDisruptALowerLinkOfTheConnection() {
      ManagementConnection.Ssh throughVlan =
          new ManagementConnection.Ssh(
              "192.0.2.1", 40000, "192.0.2.8", 22, Optional.of("vlan9"), Optional.empty());
      ObservedLinks found =
          new ObservedLinks(links(SHOWN), links(SHOWN), throughVlan, Optional.empty());
      link.plan(running("name: eth1, up: no"), found).isRefused("Change would cut plumb off");
      link.plan(running("name: vlan9, type: vlan, parent: eth1, id: 10"), found)
          .isRefused("Change would cut plumb off");
    }

    @Test
    void appliesARiskyChangeOnTrialWhenAllowed() {
      link.plan(running("name: eth0, up: no, allow_lockout_risk: yes"), HERE)
          .needs(
              """
              eth0: up -> down
                run note for the way back /run/plumb-trial ip route save
                run try /run/plumb-trial 30 3 ip -batch - /bin/sh -c for line in "$@"; do ip $line; done; ip route \
              restore 2>/dev/null; exit 0 sh link set eth0 up
                over a new connection, run confirm /run/plumb-trial
              """);
    }
  }

  @Nested
  class Keeping {

    private static final LinkPersistence NETWORKD =
        new LinkPersistence(
            LinkPersistence.NetworkManager.NETWORKD,
            false,
            Map.of("eth1", "/etc/systemd/network/10-lan.network"),
            Map.of());

    private Map<String, String> files(String args, LinkPersistence kept) {
      return LinkFiles.of(link.read("{" + args + "}"), kept, (NamespaceState.Present) links(SHOWN));
    }

    @Test
    void writesNetworkdFilesForPortsToo() {
      assertThat(
              files(
                  "name: br0, type: bridge, stp: yes, addresses: [10.0.0.1/24], ports: [eth1]",
                  NETWORKD))
          .isEqualTo(
              Map.of(
                  "/etc/systemd/network/30-plumb-br0.netdev",
                  """
                  # Managed by plumb.
                  [NetDev]
                  Name=br0
                  Kind=bridge

                  [Bridge]
                  STP=yes
                  """,
                  "/etc/systemd/network/30-plumb-br0.network",
                  """
                  # Managed by plumb.
                  [Match]
                  Name=br0

                  [Link]
                  RequiredForOnline=no

                  [Network]
                  IPv6AcceptRA=no
                  ConfigureWithoutCarrier=yes
                  Address=10.0.0.1/24
                  """,
                  "/etc/systemd/network/10-lan.network.d/plumb-br0.conf",
                  """
                  # Managed by plumb.
                  [Network]
                  Bridge=br0
                  """));
    }

    @Test
    void writesTheNetworkdFileOfAVlansParent() {
      assertThat(files("name: vlan9, type: vlan, parent: eth1, id: 9", NETWORKD))
          .containsEntry(
              "/etc/systemd/network/30-plumb-vlan9.netdev",
              "# Managed by plumb.\n[NetDev]\nName=vlan9\nKind=vlan\n\n[VLAN]\nId=9\n")
          .containsEntry(
              "/etc/systemd/network/10-lan.network.d/plumb-vlan9.conf",
              "# Managed by plumb.\n[Network]\nVLAN=vlan9\n");
    }

    @Test
    void createsPairsThatReachIntoNamespacesByAUnit() {
      assertThat(
              files(
                  "name: v1, type: veth, peer: eth0, peer_namespace: blue, peer_addresses:"
                      + " [10.0.0.2/24]",
                  NETWORKD))
          .containsEntry(
              "/etc/plumb/links/20-v1.ip",
              "# Managed by plumb.\nlink add v1 type veth peer name eth0 netns blue\n")
          .containsEntry(
              "/etc/plumb/links/30-v1@@blue.ip",
              "# Managed by plumb.\naddr add 10.0.0.2/24 dev eth0\nlink set eth0 up\n")
          .containsKeys(LinkFiles.UNIT_PATH, "/etc/systemd/network/30-plumb-v1.network");
    }

    @Test
    void writesIfupdownStanzas() {
      assertThat(
              files(
                  "name: br0, type: bridge, ports: [eth1], addresses: [10.0.0.1/24]",
                  new LinkPersistence(
                      LinkPersistence.NetworkManager.IFUPDOWN, false, Map.of(), Map.of())))
          .isEqualTo(
              Map.of(
                  "/etc/plumb/links/20-br0.ip",
                  "# Managed by plumb.\nlink add br0 type bridge\n",
                  LinkFiles.UNIT_PATH,
                  LinkFiles.UNIT,
                  "/etc/network/interfaces.d/plumb-39-br0",
                  """
                  # Managed by plumb.
                  auto br0
                  iface br0 inet manual
                      pre-up ip link set eth1 master br0
                      pre-up ip link set eth1 up
                      pre-up ip addr add 10.0.0.1/24 dev br0
                      pre-up ip link set br0 up
                      post-down ip link set br0 down
                  """));
    }

    @Test
    void createsLowerLinksFirst() {
      LinkPersistence unit =
          new LinkPersistence(LinkPersistence.NetworkManager.UNIT, false, Map.of(), Map.of());
      assertThat(files("name: a, type: vlan, parent: vlan9, id: 8, mtu: 1400", unit))
          .isEqualTo(
              Map.of(
                  "/etc/plumb/links/22-a.ip",
                  """
                  # Managed by plumb.
                  link add link vlan9 name a type vlan id 8
                  link set a mtu 1400
                  """,
                  "/etc/plumb/links/32-a.ip",
                  "# Managed by plumb.\nlink set vlan9 up\nlink set a up\n",
                  LinkFiles.UNIT_PATH,
                  LinkFiles.UNIT));
    }

    @Test
    void configuresBothEndsOfAPairInOneNamespace() {
      LinkPersistence unit =
          new LinkPersistence(LinkPersistence.NetworkManager.UNIT, false, Map.of(), Map.of());
      assertThat(files("name: a, type: veth, peer: b, addresses: [10.7.0.1/24]", unit))
          .containsEntry(
              "/etc/plumb/links/20-a.ip", "# Managed by plumb.\nlink add a type veth peer name b\n")
          .containsEntry(
              "/etc/plumb/links/30-a.ip",
              "# Managed by plumb.\naddr add 10.7.0.1/24 dev a\nlink set a up\nlink set b up\n");
    }

    @Test
    void distinguishesLinksOfTheSameNameByNamespace() {
      LinkPersistence kept =
          new LinkPersistence(
              LinkPersistence.NetworkManager.NETWORKD,
              true,
              Map.of(),
              Map.of(
                  "/etc/systemd/network/30-plumb-br7.netdev", "x",
                  "/etc/plumb/links/20-br7.ip", "x",
                  "/etc/plumb/links/30-br7@@blue.ip", "x",
                  "/etc/plumb/links/20-br7@blue.ip", "x",
                  "/etc/plumb/links/20-br7@red.ip", "x"));
      ObservedLinks found = new ObservedLinks(links(SHOWN), links(BLUE), SSH, Optional.of(kept));
      link.plan("{name: br7, namespace: blue, state: absent}", found)
          .needs(
              """
              persisted /etc/plumb/links/20-br7@blue.ip: present -> absent
                run rm -f /etc/plumb/links/20-br7@blue.ip
              """);
      link.plan("{name: br7, state: absent}", found)
          .needs(
              """
              persisted /etc/plumb/links/20-br7.ip: present -> absent
                run rm -f /etc/plumb/links/20-br7.ip
              persisted /etc/plumb/links/30-br7@@blue.ip: present -> absent
                run rm -f /etc/plumb/links/30-br7@@blue.ip
              persisted /etc/systemd/network/30-plumb-br7.netdev: present -> absent
                run rm -f /etc/systemd/network/30-plumb-br7.netdev
              """);
    }

    @Test
    void removesTheFilesOfLinksWithTheirNamespace() {
      LinkPersistence kept =
          new LinkPersistence(
              LinkPersistence.NetworkManager.NETWORKD,
              true,
              Map.of(),
              Map.of(
                  "/etc/plumb/links/10-blue.ip", "x",
                  "/etc/plumb/links/21-vlan9@blue.ip", "x",
                  "/etc/plumb/links/30-v1@@blue.ip", "x",
                  "/etc/plumb/links/30-v2@red.ip", "x"));
      ModuleHarness.of(new NetworkNamespaceModule())
          .plan(
              "{name: blue, state: absent}",
              new NetworkNamespaceModule.ObservedNamespace(
                  new NamespaceState.NoNamespace(), Optional.of(kept)))
          .needs(
              """
              persisted /etc/plumb/links/10-blue.ip: present -> absent
                run rm -f /etc/plumb/links/10-blue.ip
              persisted /etc/plumb/links/21-vlan9@blue.ip: present -> absent
                run rm -f /etc/plumb/links/21-vlan9@blue.ip
              """);
    }

    @Test
    void removesOnlyItsOwnFiles() {
      LinkPersistence kept =
          new LinkPersistence(
              LinkPersistence.NetworkManager.NETWORKD,
              true,
              Map.of(),
              Map.of(
                  "/etc/systemd/network/30-plumb-br7.netdev", "x",
                  "/etc/systemd/network/10-lan.network.d/plumb-br7.conf", "x",
                  "/etc/systemd/network/30-plumb-br77.netdev", "x"));
      link.plan("{name: br7, state: absent}", found(Optional.of(kept)))
          .needs(
              """
              persisted /etc/systemd/network/10-lan.network.d/plumb-br7.conf: present -> absent
                run rm -f /etc/systemd/network/10-lan.network.d/plumb-br7.conf
                run rmdir --ignore-fail-on-non-empty /etc/systemd/network/10-lan.network.d
              persisted /etc/systemd/network/30-plumb-br7.netdev: present -> absent
                run rm -f /etc/systemd/network/30-plumb-br7.netdev
              """);
    }

    @Test
    void readsTheManagerAndTheExistingFiles() {
      assertThat(
              LinkPersistence.parse(
                  Exec.Exited.of(
                      0,
                      """
                      networkd
                      enabled
                      eth1 /etc/systemd/network/10-lan.network
                      =/etc/plumb/links/10-blue.ip
                      # Managed by plumb.
                      netns add blue
                      """,
                      "")))
          .isEqualTo(
              Reading.of(
                  new LinkPersistence(
                      LinkPersistence.NetworkManager.NETWORKD,
                      true,
                      Map.of("eth1", "/etc/systemd/network/10-lan.network"),
                      Map.of(
                          "/etc/plumb/links/10-blue.ip",
                          "# Managed by plumb.\nnetns add blue\n"))));
    }
  }

  @Test
  void isUnreadableWhenTheProbeFails() {
    assertThat(
            NamespaceState.probe(Optional.empty())
                .read(List.of(Exec.Exited.of(1, "", "Cannot open netlink socket"))))
        .isInstanceOf(Reading.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1/24, 192.0.2.1/24",
    "2001:DB8:0:0::1/64, 2001:db8::1/64",
    "2001:db8:0:1:0:0:0:1/64, 2001:db8:0:1::1/64",
    "::1/128, ::1/128",
    "fd00:0:1:2:3:4:5:6/64, fd00:0:1:2:3:4:5:6/64",
    "fd00::/64, fd00::/64",
  })
  void readsAddressesAsIpPrintsThem(String written, String printed) {
    assertThat(InterfaceAddress.of(written).value()).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "node1/24", "1::2::3/64", "1:2:3/64", "fd00::12345/64"})
  void rejectsInvalidAddresses(String written) {
    assertThatThrownBy(() -> InterfaceAddress.of(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rejectsContradictingArguments() {
    link.rejects(
        "{name: vlan9, type: vlan, parent: eth0}",
        "Invalid arguments: The module network_link must have a \"parent\" and an \"id\" for a"
            + " vlan.");
    link.rejects(
        "{name: br0, type: bridge, peer: x}",
        "Invalid arguments: The module network_link must have \"type: veth\" when it has"
            + " \"peer\".");
    link.rejects(
        "{name: a-name-that-is-too-long, type: bridge}",
        "Invalid argument: The argument \"name\" must be a name of at most 15 letters, digits, dots"
            + " and dashes such as \"br0\", but was \"a-name-that-is-too-long\".");
  }
}
