package dev.plumb.diagnostic;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that a person gets all of them at once. Used by one thread at a time. */
public final class Diagnostics {

  private final List<Diagnostic> found = new ArrayList<>();

  public void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  public void addAll(List<Diagnostic> diagnostics) {
    found.addAll(diagnostics);
  }

  public List<Diagnostic> all() {
    return List.copyOf(found);
  }

  public boolean hasErrors() {
    return found.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /** Throws all that was collected when there is an error among it. */
  public void throwIfErrors() {
    if (hasErrors()) {
      throw new BadInputException(all());
    }
  }
}
