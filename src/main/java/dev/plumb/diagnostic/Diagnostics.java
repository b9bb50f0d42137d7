package dev.plumb.diagnostic;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that all of them are reported at once. Not thread-safe. */
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

  /** Throws all collected problems if one of them is an error. */
  public void throwIfErrors() {
    if (hasErrors()) {
      throw new BadInputException(all());
    }
  }
}
