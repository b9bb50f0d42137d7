package dev.plumb.module.calico;

import dev.plumb.module.Arg;
import dev.plumb.value.RemotePath;
import java.util.List;

record CalicoIpPoolSpec(
    @Arg(
            doc =
                "The pool's addresses. Host bits do not count: 192.0.2.7/24 is the pool"
                    + " 192.0.2.0/24. At least /26, or /122 of IPv6, unless it is disabled.",
            example = "192.0.2.0/24")
        PoolCidr cidr,
    @Arg(
            doc =
                "Whether packets between hosts go through a tunnel: never, always, or cross-subnet."
                    + " With the first pool that has one, Calico turns IPIP on for the whole"
                    + " cluster, and nothing turns it off again.",
            example = "cross-subnet",
            defaultValue = "never")
        Ipip ipip,
    @Arg(
            doc =
                "Whether what containers send beyond all pools goes out under their host's address.",
            example = "true",
            defaultValue = "false",
            aliases = {"nat-outgoing"})
        boolean natOutgoing,
    @Arg(
            doc = "Whether no new addresses are given from it. Those in use stay.",
            example = "true",
            defaultValue = "false")
        boolean disabled,
    @Arg(
            doc =
                "Whether this is to be the only pool of its family: others that nobody uses are"
                    + " removed, and one that is used is told and kept. A pool's cidr cannot be"
                    + " changed, so this is how a new one takes the place of an old one.",
            example = "true",
            defaultValue = "false")
        boolean only,
    @Arg(
            doc = "present or absent. A pool that is used is never removed.",
            example = "present",
            defaultValue = "present")
        State state,
    @Arg(
            doc = "Where etcd answers: one URL for each member, or just this host's.",
            example = "['http://192.168.199.108:2379']")
        List<String> etcdEndpoints,
    @Arg(
            doc = "The program calicoctl on the hosts.",
            example = "/usr/local/bin/calicoctl",
            defaultValue = "/usr/local/bin/calicoctl")
        RemotePath calicoctl,
    @Arg(
            doc = "Where calicoctl looks for a configuration, which overrides etcd_endpoints.",
            example = "/etc/calico/calicoctl.cfg",
            defaultValue = "/etc/calico/calicoctl.cfg")
        RemotePath config) {

  enum Ipip {
    NEVER,
    ALWAYS,
    CROSS_SUBNET
  }

  enum State {
    PRESENT,
    ABSENT
  }

  CalicoIpPoolSpec {
    if (etcdEndpoints.isEmpty()) {
      throw new IllegalArgumentException("must have \"etcd_endpoints\"");
    }
    int smallest = cidr.v6() ? 122 : 26;
    if (state == State.PRESENT && !disabled && cidr.length() > smallest) {
      throw new IllegalArgumentException(
          ("cannot give out addresses of a pool as small as %s: Calico hands them to hosts in blocks of %d, so a pool"
                  + " has at least /%d")
              .formatted(cidr, 64, smallest));
    }
    if (cidr.v6() && ipip != Ipip.NEVER) {
      throw new IllegalArgumentException("has no \"ipip\" for a pool of IPv6");
    }
    if (state == State.ABSENT && only) {
      throw new IllegalArgumentException("cannot keep a pool as the only one that is to be absent");
    }
  }
}
