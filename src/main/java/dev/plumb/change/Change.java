package dev.plumb.change;

import dev.plumb.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One property that moves from one value to another, and the steps that move it.
 *
 * @param property the property's name for people: {@code mode}, {@code running}
 * @param before the current value, for people
 * @param after the new value, for people
 * @param steps in order; empty if an earlier change of the same plan makes this one as well
 * @param file the file whose text changes, for a diff
 */
public record Change(
    String property, String before, String after, List<Step> steps, Optional<FileText> file) {

  public Change {
    Objects.requireNonNull(property, "property");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    steps = List.copyOf(steps);
  }

  public static Change of(String property, Object before, Object after, Step... steps) {
    return new Change(
        property, before.toString(), after.toString(), List.of(steps), Optional.empty());
  }

  /** Describes the change in one line, for people. */
  public String describe() {
    return property + ": " + before + " -> " + after;
  }

  public Change withFileText(FileText text) {
    return new Change(property, before, after, steps, Optional.of(text));
  }

  /** Adds a change without steps if the values differ. */
  public static void addDifference(
      List<Change> changes, String property, Object before, Object after) {
    if (!before.equals(after)) {
      changes.add(of(property, before, after));
    }
  }

  /** Returns the changes with these steps on the first: one operation makes all of them. */
  public static List<Change> withSteps(List<Change> changes, List<Step> steps) {
    Change first = changes.getFirst();
    List<Change> all = new ArrayList<>(changes);
    all.set(0, new Change(first.property, first.before, first.after, steps, first.file));
    return List.copyOf(all);
  }
}
