package dev.plumb.module.calico;

import dev.plumb.module.calico.CalicoIpPoolSpec.Ipip;
import dev.plumb.value.IpNetwork;
import java.util.List;
import java.util.Map;

/** Calico's pools as seen from a host. Hosts with the same datastore see the same pools. */
sealed interface PoolsState {

  /** calicoctl is missing or cannot reach the datastore. */
  record Unavailable(String why) implements PoolsState {}

  /**
   * The pools and their users.
   *
   * @param pools in calicoctl's order
   * @param networks docker networks with addresses of Calico: name and subnet, which is empty if
   *     they use any pool
   * @param addresses of running containers, with their users
   * @param ipip whether IPIP is on for the whole cluster
   */
  record Pools(
      List<Pool> pools, Map<String, String> networks, Map<String, String> addresses, boolean ipip)
      implements PoolsState {
    public Pools {
      pools = List.copyOf(pools);
      networks = Map.copyOf(networks);
      addresses = Map.copyOf(addresses);
    }
  }

  /**
   * A pool.
   *
   * @param name its CIDR as stored by Calico, host bits included
   */
  record Pool(String name, Ipip ipip, boolean natOutgoing, boolean disabled) {
    IpNetwork cidr() {
      return IpNetwork.of(name).network();
    }
  }
}
