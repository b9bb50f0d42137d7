package dev.plumb.module.iptables;

/** What becomes of a packet that no rule of a built-in chain decides on. */
enum Policy {
  ACCEPT,
  DROP,
  QUEUE
}
