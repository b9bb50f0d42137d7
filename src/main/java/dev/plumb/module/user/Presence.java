package dev.plumb.module.user;

/** Whether something shall be there. */
enum Presence {
  PRESENT,
  ABSENT
}
