package dev.plumb.diagnostic;

import java.util.Objects;

/**
 * A problem told to a person.
 *
 * @param summary fixed words without data of the user and without a period, so that it can be
 *     recognised, grouped and searched for: {@code "Unknown argument"}
 * @param place where in the person's own files, or {@link Place#NONE}
 * @param context what stands beside the place: {@code in task "start etcd", module service}; or
 *     empty
 * @param detail full sentences: what is wrong, why, and what to do, in this order; anything to copy
 *     stands alone on an indented line
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

  /** An error of which only the words are known yet; whoever knows the place adds it. */
  public static Diagnostic error(String summary, String detail) {
    return error(summary, Place.NONE, detail);
  }

  public static Diagnostic warning(String summary, Place place, String detail) {
    return new Diagnostic(Severity.WARNING, summary, place, "", detail);
  }

  /** The same problem with its place, unless it has one already. */
  public Diagnostic withPlace(Place where) {
    return place.known() ? this : new Diagnostic(severity, summary, where, context, detail);
  }

  /** The same problem with its context, unless it has one already. */
  public Diagnostic withContext(String where) {
    return context.isEmpty() ? new Diagnostic(severity, summary, place, where, detail) : this;
  }
}
