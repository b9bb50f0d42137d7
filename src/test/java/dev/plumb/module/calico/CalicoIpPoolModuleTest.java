package dev.plumb.module.calico;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.module.ClusterHarness;
import dev.plumb.module.calico.CalicoIpPoolSpec.Ipip;
import dev.plumb.module.calico.PoolsState.Pool;
import dev.plumb.module.calico.PoolsState.Pools;
import dev.plumb.module.calico.PoolsState.Unavailable;
import dev.plumb.remote.Exec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CalicoIpPoolModuleTest {

  private static final String ETCD = "etcd_endpoints: ['http://192.0.2.8:2379']";
  private static final Pool PLAIN = new Pool("192.0.2.0/24", Ipip.NEVER, false, false);
  private static final Pool OTHER = new Pool("198.51.100.0/24", Ipip.NEVER, false, false);

  private final ClusterHarness<CalicoIpPoolSpec, PoolsState> pool =
      ClusterHarness.of(new CalicoIpPoolModule());

  private static Pools found(Pool... pools) {
    return new Pools(List.of(pools), Map.of(), Map.of(), false);
  }

  private static Pools used(Pool... pools) {
    return new Pools(
        List.of(pools),
        Map.of("calico", "192.0.2.0/24"),
        Map.of("192.0.2.100", "libnetwork on node1"),
        false);
  }

  private ClusterHarness<CalicoIpPoolSpec, PoolsState>.Scenario both(
      String args, PoolsState state) {
    String yaml = "{" + args + ", " + ETCD + "}";
    return pool.scenario().host("node0", yaml, state).host("node1", yaml, state);
  }

  @Nested
  class Planning {

    @Test
    void createsAPoolOnce() {
      both("cidr: 192.0.2.0/24, nat_outgoing: true", found())
          .plan()
          .leadsTo(
              """
              node0: pool 192.0.2.0/24: absent -> present
                run /usr/local/bin/calicoctl apply --filename=- --config=/etc/calico/calicoctl.cfg
              node0: nat_outgoing of 192.0.2.0/24: no -> yes
              then
              in sync
              """);
    }

    @Test
    void ignoresHostBitsAndDefaults() {
      both("cidr: 192.0.2.77/24, ipip: never", found(PLAIN)).plan().isInSync();
      both("cidr: 192.0.2.0/24", found(new Pool("192.0.2.5/24", Ipip.NEVER, false, false)))
          .plan()
          .isInSync();
    }

    @Test
    void changesAPoolUnderTheNameItHas() {
      both(
              "cidr: 192.0.2.0/24, ipip: cross-subnet",
              found(new Pool("192.0.2.5/24", Ipip.ALWAYS, true, true)))
          .plan()
          .needs(
              """
              node0: ipip of 192.0.2.5/24: always -> cross-subnet
                run /usr/local/bin/calicoctl apply --filename=- --config=/etc/calico/calicoctl.cfg
              node0: nat_outgoing of 192.0.2.5/24: yes -> no
              node0: disabled of 192.0.2.5/24: yes -> no
              node0: ipip of the whole cluster: off -> on
              """);
    }

    @Test
    void neverRemovesAUsedPool() {
      both("cidr: 192.0.2.0/24, state: absent", used(PLAIN))
          .plan()
          .isRefused("Pool is in use")
          .withDetail(
              """
              The pool 192.0.2.0/24 cannot be removed, because it is used by:
                  docker network calico
                  address 192.0.2.100 of libnetwork on node1
              Without the pool, Calico would assign these addresses to other containers. Stop the containers and remove the networks first, then run again.\
              """);
      both("cidr: 192.0.2.0/24, state: absent", found(PLAIN, OTHER))
          .plan()
          .leadsTo(
              """
              node0: pool 192.0.2.0/24: present -> absent
                run /usr/local/bin/calicoctl delete ipPool 192.0.2.0/24 --config=/etc/calico/calicoctl.cfg
              then
              in sync
              """);
    }

    @Test
    void removesNothingWhileAHostIsUnreachable() {
      String yaml = "{cidr: 192.0.2.0/24, state: absent, " + ETCD + "}";
      pool.scenario()
          .host("node0", yaml, found(PLAIN))
          .unreachable("node1", yaml)
          .plan()
          .isRefused("Not every host could be probed");
    }

    @Test
    void createsANewPoolForANewCidr() {
      both("cidr: 198.51.100.0/24", used(PLAIN))
          .plan()
          .leadsTo(
              """
              node0: pool 198.51.100.0/24: absent -> present
                run /usr/local/bin/calicoctl apply --filename=- --config=/etc/calico/calicoctl.cfg
              then
              in sync
              """);
    }

    @Test
    void refusesToReplaceAUsedPool() {
      both("cidr: 198.51.100.0/24, only: true", used(PLAIN))
          .plan()
          .isRefused("Pool is in use")
          .withDetail(
              """
              The pool 192.0.2.0/24 cannot be removed, because it is used by:
                  docker network calico
                  address 192.0.2.100 of libnetwork on node1
              Without the pool, Calico would assign these addresses to other containers. Stop the containers and remove the networks first, then run again. \
              To add the pool 198.51.100.0/24 now and keep the other one, set "only: false".\
              """);
    }

    @Test
    void replacesUnusedPools() {
      both("cidr: 198.51.100.0/24, only: true", found(PLAIN))
          .plan()
          .leadsTo(
              """
              node0: pool 198.51.100.0/24: absent -> present
                run /usr/local/bin/calicoctl apply --filename=- --config=/etc/calico/calicoctl.cfg
              then
              node0: pool 192.0.2.0/24: present -> absent
                run /usr/local/bin/calicoctl delete ipPool 192.0.2.0/24 --config=/etc/calico/calicoctl.cfg
              then
              in sync
              """);
    }

    @Test
    void changesNothingWhileHostsSeeDifferentPools() {
      String yaml = "{cidr: 192.0.2.0/24, " + ETCD + "}";
      pool.scenario()
          .host("node0", yaml, found(PLAIN))
          .host("node1", yaml, found())
          .plan()
          .isBlocked("Hosts see different pools")
          .withDetail(
              "node0 sees the pools [192.0.2.0/24], node1 sees []. They use different datastores,"
                  + " or the pools are changing right now. Check that etcd_endpoints name members"
                  + " of the same etcd cluster on both, and that no calicoctl.cfg overrides them.")
          .notFixableByEarlierTask();
    }

    @Test
    void changesNothingWhileHostsDeclareDifferentPools() {
      pool.scenario()
          .host("node0", "{cidr: 192.0.2.0/24, " + ETCD + "}", found())
          .host("node1", "{cidr: 192.0.2.0/25, " + ETCD + "}", found())
          .plan()
          .isBlocked("Hosts declare different pools")
          .notFixableByEarlierTask();
    }

    @Test
    void isBlockedWhenCalicoctlFails() {
      both("cidr: 192.0.2.0/24", new Unavailable("Failed to get resources: dial tcp: refused"))
          .plan()
          .isBlocked("Calico's pools cannot be read")
          .withDetail(
              """
              calicoctl on node0 did not list them. It reported:
                  Failed to get resources: dial tcp: refused\
              """)
          .fixableByEarlierTask();
    }
  }

  @Nested
  class Probing {

    private static final String POOLS =
        """
        [
          {
            "kind": "ipPool",
            "apiVersion": "v1",
            "metadata": {
              "cidr": "192.0.2.0/24"
            },
            "spec": {
              "ipip": {
                "enabled": true,
                "mode": "cross-subnet"
              },
              "nat-outgoing": true
            }
          },
          {"kind": "ipPool", "apiVersion": "v1", "metadata": {"cidr": "198.51.100.0/24"}, "spec": {}}
        ]
        """;
    private static final String REST =
        """
        === ipip
        on
        === addresses
        [{"kind": "workloadEndpoint", "metadata": {"node": "node1", "workload": "libnetwork"},
          "spec": {"ipNetworks": ["192.0.2.100/32"]}}]
        === networks
        [{"Name": "calico", "IPAM": {"Config": [{"Subnet": "192.0.2.0/24"}]}}, {"Name": "any", "IPAM": {"Config": []}}]
        === end
        """;

    @Test
    void readsPoolsAndTheirUsers() {
      assertThat(PoolProbe.read(Exec.Exited.of(0, POOLS + REST, "")))
          .isEqualTo(
              new Pools(
                  List.of(new Pool("192.0.2.0/24", Ipip.CROSS_SUBNET, true, false), OTHER),
                  Map.of("calico", "192.0.2.0/24", "any", ""),
                  Map.of("192.0.2.100", "libnetwork on node1"),
                  true));
    }

    @Test
    void reportsAFailedQueryAsUnavailable() {
      assertThat(
              PoolProbe.read(
                  Exec.Exited.of(0, "Failed to create Calico API client: refused\n", "")))
          .isEqualTo(new Unavailable("Failed to create Calico API client: refused"));
      assertThat(
              PoolProbe.read(
                  Exec.Exited.of(0, POOLS + "=== ipip\non\n=== addresses\nFailed: x\n", "")))
          .isEqualTo(new Unavailable("Failed: x"));
      assertThat(
              PoolProbe.read(
                  Exec.Exited.of(
                      0,
                      POOLS + "=== ipip\noff\n=== addresses\n[]\n=== networks\n",
                      "Cannot connect to the Docker daemon")))
          .isEqualTo(new Unavailable("Cannot connect to the Docker daemon"));
    }

    @Test
    void countsANetworkWithoutASubnetAsAUserOfTheLastPool() {
      Pools state = new Pools(List.of(PLAIN), Map.of("any", ""), Map.of(), false);
      assertThat(PoolProbe.users(state, PLAIN.cidr())).containsExactly("docker network any");
      Pools two = new Pools(List.of(PLAIN, OTHER), Map.of("any", ""), Map.of(), false);
      assertThat(PoolProbe.users(two, PLAIN.cidr())).isEmpty();
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void clearsHostBits() {
      assertThat(pool.read("{cidr: 192.0.2.77/26, " + ETCD + "}").cidr())
          .hasToString("192.0.2.64/26");
      assertThat(pool.read("{cidr: 'fd80:24e2:f998:72d6::1/64', " + ETCD + "}").cidr())
          .hasToString("fd80:24e2:f998:72d6::/64");
    }

    @Test
    void rejectsInvalidPools() {
      pool.rejects(
          "{cidr: 192.0.2.0/27, " + ETCD + "}",
          "Invalid arguments: The module calico_ip_pool must have a \"cidr\" of at least /26, but"
              + " was given 192.0.2.0/27: Calico assigns addresses to hosts in blocks of 64.");
      assertThat(pool.read("{cidr: 192.0.2.0/27, disabled: true, " + ETCD + "}").disabled())
          .isTrue();
      pool.rejects(
          "{cidr: node1, " + ETCD + "}",
          "Invalid argument: The argument \"cidr\" must be an address or network such as"
              + " \"192.0.2.0/24\", but was \"node1\".");
      pool.rejects(
          "{cidr: 'fd00::/64', ipip: always, " + ETCD + "}",
          "Invalid arguments: The module calico_ip_pool cannot use \"ipip\" with an IPv6 pool.");
    }
  }
}
