package dev.plumb.module.net;

/** What a first look at the awaited thing can find. */
enum WaitForState {
  /** It is as asked. */
  MET,
  /** It is not as asked, or not yet. */
  NOT_MET,
  /** The host has no program that can try a connection. */
  NO_PROGRAM
}
