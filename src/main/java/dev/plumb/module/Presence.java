package dev.plumb.module;

/** Whether the managed thing exists: the argument {@code state} of many modules. */
public enum Presence {
  PRESENT,
  ABSENT
}
