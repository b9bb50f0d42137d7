package dev.plumb.module.net;

/** What a first look at the awaited thing can find. */
enum WaitForState {
  /** It is as asked. */
  HOLDS,
  /** It is not as asked, or not yet. */
  NOT_YET,
  /** The host has no program that can try a connection. */
  NO_TOOL
}
