package dev.plumb.module.iptables;

/** Which protocol rules are for. */
enum IpVersion {
  IPV4,
  IPV6
}
