package dev.plumb.diagnostic;

import java.util.Objects;

/**
 * A problem reported to the user.
 *
 * @param summary a fixed text without user data and without a period, which can be recognized and
 *     searched for: {@code "Unknown argument"}
 * @param place the place in the user's files, or {@link Place#NONE}
 * @param context follows the place: {@code in task "start etcd", module service}; or empty
 * @param detail full sentences: what is wrong, why, and what to do; text to copy is on an indented
 *     line
 */
public record Diagnostic(
    Severity severity, String summary, Place place, String context, String detail) {

  public Diagnostic {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(context, "context");
    if (summary.isBlank() || detail.isBlank()) {
      throw new IllegalArgumentException("must have a summary and a detail");
    }
  }

  public static Diagnostic error(String summary, Place place, String detail) {
    return new Diagnostic(Severity.ERROR, summary, place, "", detail);
  }

  /** An error whose place is added later. */
  public static Diagnostic error(String summary, String detail) {
    return error(summary, Place.NONE, detail);
  }

  public static Diagnostic warning(String summary, Place place, String detail) {
    return new Diagnostic(Severity.WARNING, summary, place, "", detail);
  }

  /** Returns the problem with a place, unless it already has one. */
  public Diagnostic withPlace(Place where) {
    return place.known() ? this : new Diagnostic(severity, summary, where, context, detail);
  }

  /** Returns the problem with a context, unless it already has one. */
  public Diagnostic withContext(String where) {
    return context.isEmpty() ? new Diagnostic(severity, summary, place, where, detail) : this;
  }
}
