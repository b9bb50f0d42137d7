package dev.plumb.module.iptables;

/** The packet filter of the kernel that holds the rules. */
enum FirewallBackend {
  /** The one that the host's iptables program uses. */
  AUTO,
  LEGACY,
  NFT
}
