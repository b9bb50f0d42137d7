package dev.plumb.module.calico;

import dev.plumb.module.calico.CalicoIpPoolSpec.Ipip;
import java.util.List;
import java.util.Map;

/** What a host sees of Calico's pools. All that agree on a datastore see the same. */
sealed interface PoolsState {

  /** There is no calicoctl, or it cannot reach the datastore. */
  record Unavailable(String why) implements PoolsState {}

  /**
   * The pools and who uses them.
   *
   * @param pools in calicoctl's order
   * @param networks docker's networks with addresses of Calico: their name, and their subnet or the
   *     empty text when any pool will do
   * @param addresses those of running containers, and whose they are
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
   * @param name its cidr as Calico stores it, which is how it is named; host bits included
   */
  record Pool(String name, Ipip ipip, boolean natOutgoing, boolean disabled) {
    PoolCidr cidr() {
      return PoolCidr.of(name);
    }
  }
}
