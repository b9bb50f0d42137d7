package dev.plumb.module.iptables;

/** The IP version that rules are for. */
enum IpVersion {
  IPV4,
  IPV6
}
