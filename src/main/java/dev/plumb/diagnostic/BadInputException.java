package dev.plumb.diagnostic;

import java.util.List;
import java.util.stream.Collectors;

/** Invalid input of the user, with every problem found. Leads to exit status 5. */
public final class BadInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public BadInputException(List<Diagnostic> diagnostics) {
    super(
        diagnostics.stream()
            .map(d -> d.place() + ": " + d.summary() + ": " + d.detail())
            .collect(Collectors.joining("\n")),
        null,
        false,
        false);
    this.diagnostics = List.copyOf(diagnostics);
  }

  public BadInputException(Diagnostic diagnostic) {
    this(List.of(diagnostic));
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
