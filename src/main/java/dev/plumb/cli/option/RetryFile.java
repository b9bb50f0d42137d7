package dev.plumb.cli.option;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.event.Event;
import dev.plumb.value.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The hosts that a run did not finish, one name per line, for {@code --limit @FILE}. Kept below the
 * working directory.
 */
public final class RetryFile {

  private static final Path FILE = Path.of(".plumb", "retry");

  private RetryFile() {}

  /** Writes the file after a run, or deletes it if every host succeeded; returns a hint. */
  public static Optional<String> write(Event.RunEnded ended, ProcessEnvironment environment) {
    TreeSet<String> unfinished = new TreeSet<>();
    ended
        .hosts()
        .forEach(
            (host, counts) -> {
              if (counts.failed() > 0 || counts.refused() > 0 || counts.unreachable()) {
                unfinished.add(host.value());
              }
            });
    ended.stopped().stream().map(HostName::value).forEach(unfinished::add);
    ended.notAttempted().stream().map(HostName::value).forEach(unfinished::add);
    Path file = environment.workingDirectory().resolve(FILE);
    try {
      if (unfinished.isEmpty()) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, unfinished);
      return Optional.of("To continue with the unfinished hosts only:\n    --limit @" + FILE);
    } catch (IOException _) {
      // The run counts more than this file, and its recap names the hosts.
      return Optional.empty();
    }
  }

  /** Resolves the pattern of {@code --limit}: itself, or the host names in the file after @. */
  static String pattern(String limit, ProcessEnvironment environment) {
    if (!limit.startsWith("@")) {
      return limit;
    }
    Path file = environment.workingDirectory().resolve(limit.substring(1));
    try {
      List<String> names =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
      if (!names.isEmpty()) {
        return String.join(",", names);
      }
      throw Flags.invalid("--limit", "must name a file with host names, but " + file + " has none");
    } catch (IOException _) {
      throw new BadInputException(
          Diagnostic.error(
              "Limit file not readable",
              "The option --limit names the file " + file + ", which is missing or not readable."));
    }
  }
}
