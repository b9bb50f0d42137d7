package dev.plumb.diagnostic;

/** The severity of a problem. */
public enum Severity {
  /** The command fails. */
  ERROR,
  /** The command continues. */
  WARNING
}
