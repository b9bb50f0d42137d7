package dev.plumb.module;

/** Whether something must exist: the usual values of an argument {@code state}. */
public enum Presence {
  PRESENT,
  ABSENT
}
