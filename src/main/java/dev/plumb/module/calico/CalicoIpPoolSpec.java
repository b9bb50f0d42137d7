package dev.plumb.module.calico;

import dev.plumb.module.Arg;
import dev.plumb.module.Presence;
import dev.plumb.value.IpNetwork;
import dev.plumb.value.RemotePath;
import java.util.List;

/** The arguments of module {@code calico_ip_pool}. */
record CalicoIpPoolSpec(
    @Arg(
            doc =
                "The address range of the pool. Host bits are ignored: 192.0.2.7/24 means"
                    + " 192.0.2.0/24. At least /26 (IPv6: /122) unless disabled.",
            example = "192.0.2.0/24")
        IpNetwork cidr,
    @Arg(
            doc =
                "When packets between hosts go through an IPIP tunnel: never, always or"
                    + " cross-subnet. The first pool with a tunnel turns IPIP on for the whole"
                    + " cluster permanently.",
            example = "cross-subnet",
            defaultValue = "never")
        Ipip ipip,
    @Arg(
            doc =
                "Whether traffic from containers to addresses outside all pools gets the host's"
                    + " address (NAT).",
            example = "true",
            defaultValue = "false",
            aliases = {"nat-outgoing"})
        boolean natOutgoing,
    @Arg(
            doc = "Whether to assign no new addresses from it. Those in use stay.",
            example = "true",
            defaultValue = "false")
        boolean disabled,
    @Arg(
            doc =
                "Whether to remove other pools of the same address family. A pool in use is kept"
                    + " and reported. A pool's CIDR cannot change, so use this to replace a pool.",
            example = "true",
            defaultValue = "false")
        boolean only,
    @Arg(
            doc = "present or absent. A pool in use is never removed.",
            example = "present",
            defaultValue = "present")
        Presence state,
    @Arg(
            doc = "The URLs of etcd: of each member, or just of this host's.",
            example = "['http://192.168.199.108:2379']")
        List<String> etcdEndpoints,
    @Arg(
            doc = "The path of the program calicoctl on the hosts.",
            example = "/usr/local/bin/calicoctl",
            defaultValue = "/usr/local/bin/calicoctl")
        RemotePath calicoctl,
    @Arg(
            doc = "calicoctl's configuration file, which overrides etcd_endpoints if it exists.",
            example = "/etc/calico/calicoctl.cfg",
            defaultValue = "/etc/calico/calicoctl.cfg")
        RemotePath config) {

  enum Ipip {
    NEVER,
    ALWAYS,
    CROSS_SUBNET
  }

  CalicoIpPoolSpec {
    if (etcdEndpoints.isEmpty()) {
      throw new IllegalArgumentException("must have \"etcd_endpoints\"");
    }
    // Calico itself treats 192.0.2.7/24 and 192.0.2.0/24 as two pools.
    cidr = cidr.network();
    int smallest = cidr.isV6() ? 122 : 26;
    if (state == Presence.PRESENT && !disabled && cidr.prefix() > smallest) {
      throw new IllegalArgumentException(
          "must have a \"cidr\" of at least /%d, but was given %s: Calico assigns addresses to hosts in blocks of 64"
              .formatted(smallest, cidr));
    }
    if (cidr.isV6() && ipip != Ipip.NEVER) {
      throw new IllegalArgumentException("cannot use \"ipip\" with an IPv6 pool");
    }
    if (state == Presence.ABSENT && only) {
      throw new IllegalArgumentException("cannot have \"only: true\" with \"state: absent\"");
    }
  }
}
