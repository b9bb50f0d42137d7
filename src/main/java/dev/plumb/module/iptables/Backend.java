package dev.plumb.module.iptables;

/** Which of the two packet filters of the kernel keeps the rules. */
enum Backend {
  /** The one that the host's iptables speaks to. */
  AUTO,
  LEGACY,
  NFT
}
