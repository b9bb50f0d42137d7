package dev.plumb.module.docker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.host.docker.DockerInspection;
import dev.plumb.module.ClusterHarness;
import dev.plumb.module.docker.network.NetworkState.Existing;
import dev.plumb.module.docker.network.NetworkState.Missing;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DockerNetworkModuleTest {

  private static final String CALICO =
      "{name: calico, driver: overlay, ipam_config: [{subnet: 192.0.2.0/24}]";

  private final ClusterHarness<NetworkSpec, NetworkState> network =
      ClusterHarness.of(new DockerNetworkModule());

  private static Existing overlay(String... users) {
    return found("global", "overlay", "192.0.2.0/24", users);
  }

  private static Existing found(String scope, String driver, String subnet, String... users) {
    return new Existing(
        "b7cd5e82657d",
        scope,
        driver,
        Map.of(),
        "default",
        Map.of(),
        List.of(new IpamBlock(subnet, "", "", Map.of())),
        false,
        false,
        false,
        Map.of(),
        List.of(users));
  }

  private ClusterHarness<NetworkSpec, NetworkState>.Scenario three(
      String yaml, NetworkState node0, NetworkState node1, NetworkState node2) {
    return network
        .scenario()
        .host("node0", yaml, node0)
        .host("node1", yaml, node1)
        .host("node2", yaml, node2);
  }

  @Nested
  class Shared {

    @Test
    void isCreatedOnce() {
      three(
              CALICO
                  + ", driver_options: {a: b}, labels: {x: y}, ipam_driver: calico-ipam, internal:"
                  + " true}",
              new Missing(true),
              new Missing(true),
              new Missing(true))
          .plan()
          .leadsTo(
              """
              node0: network: absent -> present
                run docker network create --driver overlay --opt a=b --ipam-driver calico-ipam --subnet 192.0.2.0/24 --internal --label x=y -- calico
              then
              in sync
              """);
    }

    @Test
    void isCheckedOnEachHost() {
      three(CALICO + "}", overlay(), overlay(), overlay()).plan().isInSync();
      three(CALICO + "}", overlay(), new Missing(true), overlay())
          .plan()
          .waits("node1: wait until docker network inspect -- calico");
    }

    @Test
    void isCreatedWhileAHostIsUnreachable() {
      network
          .scenario()
          .unreachable("node0", CALICO + "}")
          .host("node1", CALICO + "}", new Missing(true))
          .plan()
          .needs(
              """
              node1: network: absent -> present
                run docker network create --driver overlay --subnet 192.0.2.0/24 -- calico
              """);
    }

    @Test
    void needsAClusterStore() {
      three(CALICO + "}", new Missing(true), new Missing(false), new Missing(true))
          .plan()
          .isBlocked("Docker has no cluster store")
          .fixableByEarlierTask()
          .withDetail(
              "Hosts share networks of driver overlay through a cluster store, but docker on node1"
                  + " has none. Set cluster-store for it (module docker_daemon).");
    }

    @Test
    void mustBeDeclaredAlikeOnAllHosts() {
      network
          .scenario()
          .host("node0", CALICO + "}", new Missing(true))
          .host("node1", CALICO + ", internal: true}", new Missing(true))
          .plan()
          .isBlocked("Hosts declare different networks")
          .notFixableByEarlierTask()
          .withDetail(
              "calico is one network shared by node0, node1, so all of them must declare it with"
                  + " the same arguments.");
    }

    @Test
    void listsEveryDifference() {
      three(
              "{name: calico, driver: calico, ipam_config: [{subnet: 192.0.3.0/24}], labels: {a:"
                  + " b}}",
              overlay(),
              overlay(),
              overlay())
          .plan()
          .isRefused("Network differs")
          .withDetail(
              """
              The network calico differs from its declaration:
                  node0: driver is overlay, not calico
                  node0: ipam_config is [192.0.2.0/24], not [192.0.3.0/24]
                  node0: labels is {}, not {a=b}
              Docker cannot change a network. To remove and recreate it while no container uses it, set "allow_recreate: true".
              """);
    }

    @Test
    void isRecreatedWhenAllowed() {
      three(
              CALICO + ", internal: true, labels: {a: b}, allow_recreate: true}",
              overlay(),
              overlay(),
              overlay())
          .plan()
          .needs(
              """
              node0: internal: false -> true
                run docker network rm calico
              node0: labels: {} -> {a=b}
              node0: network: removed -> recreated
                run docker network create --driver overlay --subnet 192.0.2.0/24 --internal --label a=b -- calico
              """);
    }

    @Test
    void isNotRecreatedWhileContainersUseIt() {
      three(
              CALICO + ", internal: true, allow_recreate: true}",
              overlay(),
              overlay("jupyter"),
              overlay("ssh", "web"))
          .plan()
          .isRefused("Network is in use")
          .withDetail(
              """
              The network calico must be recreated, because it differs from its declaration:
                  node0: internal is false, not true
              But it has containers:
                  on node1: jupyter
                  on node2: ssh, web
              Remove them first, or disconnect them:
                  docker network disconnect calico CONTAINER
              """);
    }

    @Test
    void isRemovedOnce() {
      three("{name: calico, state: absent, driver: overlay}", overlay(), overlay(), overlay())
          .plan()
          .leadsTo(
              """
              node0: network: present -> absent
                run docker network rm calico
              then
              in sync
              """);
    }

    @Test
    void isNotRemovedWhileUsersAreUnknown() {
      network
          .scenario()
          .host("node0", "{name: calico, state: absent, driver: overlay}", overlay("jupyter"))
          .unreachable("node1", "{name: calico, state: absent, driver: overlay}")
          .plan()
          .isRefused("Network is in use")
          .withDetail(
              """
              The network calico cannot be removed, because it has containers:
                  on node0: jupyter
                  on node1: unknown, the probe failed
              Remove them first, or disconnect them:
                  docker network disconnect calico CONTAINER
              """);
    }

    @Test
    void isBlockedWhenSeveralNetworksHaveItsName() {
      Existing other =
          new Existing(
              "a0eec2d29549",
              "global",
              "overlay",
              Map.of(),
              "default",
              Map.of(),
              overlay().blocks(),
              false,
              false,
              false,
              Map.of(),
              List.of());
      three(CALICO + "}", overlay(), other, overlay())
          .plan()
          .isBlocked("Hosts have different networks of one name")
          .notFixableByEarlierTask()
          .withDetail(
              "calico is not the same network on node0, node1: each has its own. Check that their"
                  + " cluster stores belong to one cluster, then remove the network on all but one"
                  + " of them.");
      three(
              CALICO + "}",
              new NetworkState.Ambiguous(List.of("a0eec2d29549", "b7cd5e82657d")),
              overlay(),
              overlay())
          .plan()
          .isBlocked("Several networks of one name")
          .notFixableByEarlierTask()
          .withDetail(
              """
              Docker allows several networks of the same name, and these hosts have some. Remove all but the intended one by id (docker network rm ID):
                  node0: a0eec2d29549, b7cd5e82657d
              """);
    }
  }

  @Nested
  class LocalToAHost {

    @Test
    void isCreatedOnEach() {
      three(
              "{name: front, ipam_config: [{subnet: 10.9.0.0/16, gateway: 10.9.0.1, ip_range:"
                  + " 10.9.1.0/24, aux_addresses: {router: 10.9.0.2}}], enable_ipv6: true}",
              new Missing(false),
              found("local", "bridge", "10.9.0.0/16"),
              new Missing(true))
          .plan()
          .isRefused("Network differs");
      three(
              "{name: front, ipam_config: [{subnet: 10.9.0.0/16}]}",
              new Missing(false),
              found("local", "bridge", "10.9.0.0/16"),
              new Missing(true))
          .plan()
          .needs(
              """
              node0: network: absent -> present
                run docker network create --driver bridge --subnet 10.9.0.0/16 -- front
              node2: network: absent -> present
                run docker network create --driver bridge --subnet 10.9.0.0/16 -- front
              """);
    }

    @Test
    void passesAllValuesOfABlock() {
      network
          .scenario()
          .host(
              "node0",
              "{name: front, ipam_config: [{subnet: 10.9.0.0/16, gateway: 10.9.0.1, iprange:"
                  + " 10.9.1.0/24, aux_addresses: {router: 10.9.0.2}}], enable_ipv6: true,"
                  + " attachable: true}",
              new Missing(false))
          .plan()
          .needs(
              """
              node0: network: absent -> present
                run docker network create --driver bridge --subnet 10.9.0.0/16 --gateway 10.9.0.1 --ip-range 10.9.1.0/24 --aux-address router=10.9.0.2 --attachable --ipv6 -- front
              """);
    }

    @Test
    void isCreatedOnAllHostsWhenAPluginsDriverIsLocal() {
      three(
              "{name: front, driver: weavemesh, ipam_config: [{subnet: 10.9.0.0/16}]}",
              found("local", "weavemesh", "10.9.0.0/16"),
              new Missing(true),
              new Missing(true))
          .plan()
          .needs(
              """
              node1: network: absent -> present
                run docker network create --driver weavemesh --subnet 10.9.0.0/16 -- front
              node2: network: absent -> present
                run docker network create --driver weavemesh --subnet 10.9.0.0/16 -- front
              """);
    }

    @Test
    void mayHaveADifferentNameOnEachHost() {
      network
          .scenario()
          .host("node0", "{name: net-node0}", new Missing(false))
          .host(
              "node1", "{name: net-node1, state: absent}", found("local", "bridge", "10.9.0.0/16"))
          .plan()
          .needs(
              """
              node0: network: absent -> present
                run docker network create --driver bridge -- net-node0
              node1: network: present -> absent
                run docker network rm net-node1
              """);
    }
  }

  @Nested
  class Probing {

    private static final String INFO =
        "{\"ServerVersion\":\"20.10.24+dfsg1\",\"ClusterStore\":\"etcd://192.168.199.108:2379\"}\n";

    private static final String PROBE1 =
        """
        [
            {
                "Name": "probe1",
                "Id": "b7cd5e82657d1e867b547ef598c351be015dc37cc6348dcf4ae24ef1e028482f",
                "Created": "2026-11-25T13:43:03.704882252Z",
                "Scope": "global",
                "Driver": "overlay",
                "EnableIPv6": false,
                "IPAM": {
                    "Driver": "default",
                    "Options": {},
                    "Config": [
                        {
                            "Subnet": "192.0.2.0/24"
                        }
                    ]
                },
                "Internal": false,
                "Attachable": false,
                "Ingress": false,
                "ConfigFrom": {
                    "Network": ""
                },
                "ConfigOnly": false,
                "Containers": {
                    "ep-6f3c": {
                        "Name": "web",
                        "EndpointID": "6f3c",
                        "MacAddress": "02:42:c0:00:02:02",
                        "IPv4Address": "192.0.2.2/24",
                        "IPv6Address": ""
                    }
                },
                "Options": {
                    "a": "b"
                },
                "Labels": {
                    "x": "y"
                }
            }
        ]
        """;

    private Reading<NetworkState> read(String name, Exec.Exited ended) {
      var probe = new DockerNetworkModule().probe(network.read("name: " + name));
      return probe.read(List.of(ended));
    }

    @Test
    void readsANetwork() {
      assertThat(read("probe1", Exec.Exited.of(0, INFO + "web stopped\n" + PROBE1, "")))
          .isEqualTo(
              Reading.of(
                  new Existing(
                      "b7cd5e82657d1e867b547ef598c351be015dc37cc6348dcf4ae24ef1e028482f",
                      "global",
                      "overlay",
                      Map.of("a", "b"),
                      "default",
                      Map.of(),
                      List.of(new IpamBlock("192.0.2.0/24", "", "", Map.of())),
                      false,
                      false,
                      false,
                      Map.of("x", "y"),
                      List.of("stopped", "web"))));
    }

    @Test
    void readsAMissingNetwork() {
      assertThat(read("probe", Exec.Exited.of(0, INFO + "\n", "")))
          .isEqualTo(Reading.of(new Missing(true)));
      // Docker's filter matches substrings.
      assertThat(read("probe", Exec.Exited.of(0, INFO + "\n" + PROBE1, "")))
          .isEqualTo(Reading.of(new Missing(true)));
      assertThat(
              read(
                  "probe",
                  Exec.Exited.of(1, "", "Cannot connect to the Docker daemon: it is stopped\n")))
          .isEqualTo(Reading.of(new NetworkState.Unavailable(new DockerInspection.Stopped())));
    }

    @Test
    void reportsAFailedQueryAsUnreadable() {
      assertThat(
              read("probe1", Exec.Exited.of(1, INFO + "\n", "Error response from daemon: oops\n")))
          .isEqualTo(
              Reading.unreadable(
                  "docker could not be queried for the network probe1. It reported:\n"
                      + "    Error response from daemon: oops"));
    }

    @Test
    void rejectsInvalidArguments() {
      network.rejects(
          "name: bridge",
          "Invalid argument: The argument \"name\" must not be \"bridge\", which is one of docker's"
              + " own networks.");
      network.rejects(
          "{name: a, ipam_config: [{subnet: 192.0.2.0}]}",
          "Invalid arguments: The module docker_network must have an address block such as"
              + " 192.0.2.0/24 as \"subnet\" in each \"ipam_config\", but was given"
              + " \"192.0.2.0\".");
      network.rejects(
          "{name: a, ipam_config: [{subnet: 192.0.2.0/24, mask: 1}]}",
          "Invalid arguments: The module docker_network must not have \"mask\" in \"ipam_config\","
              + " which takes subnet, gateway, iprange, ip_range and aux_addresses.");
    }
  }
}
