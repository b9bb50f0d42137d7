package dev.plumb.diagnostic;

/** How much a problem matters. */
public enum Severity {
  /** The work cannot go on. */
  ERROR,
  /** Worth a look; the work goes on. */
  WARNING
}
