package dev.plumb.module.iptables;

/** The fate of packets that no rule of a built-in chain decides on. */
enum Policy {
  ACCEPT,
  DROP,
  QUEUE
}
