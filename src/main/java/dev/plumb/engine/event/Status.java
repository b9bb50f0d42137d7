package dev.plumb.engine.event;

import java.util.Locale;

/** The status of a task on a host. The names in lower case are part of the JSON report. */
public enum Status {
  OK,
  /** In a check: would change. */
  CHANGED,
  /** In a check: only an apply would tell. */
  UNKNOWN,
  SKIPPED,
  FAILED,
  REFUSED,
  UNREACHABLE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
