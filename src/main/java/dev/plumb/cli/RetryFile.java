package dev.plumb.cli;

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
 * The hosts that a run leaves to be done: where something failed, and those it did not come to or
 * not to the end of. Kept below the working folder, a name on each line, for {@code --limit @FILE}.
 */
final class RetryFile {

  private static final Path FILE = Path.of(".plumb", "retry");

  private RetryFile() {}

  /** Keeps the list of a run, or takes the last one away when nothing is left to be done. */
  static Optional<String> write(Event.RunEnded ended, ProcessEnvironment around) {
    TreeSet<String> left = new TreeSet<>();
    ended
        .hosts()
        .forEach(
            (host, counts) -> {
              if (counts.failed() > 0 || counts.refused() > 0 || counts.unreachable()) {
                left.add(host.value());
              }
            });
    ended.stopped().stream().map(HostName::value).forEach(left::add);
    ended.notAttempted().stream().map(HostName::value).forEach(left::add);
    Path file = around.workingDirectory().resolve(FILE);
    try {
      if (left.isEmpty()) {
        if (Files.exists(file)) {
          Files.delete(file);
        }
        return Optional.empty();
      }
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, left);
      return Optional.of("To go on with only the hosts that are left:\n    --limit @" + FILE);
    } catch (IOException e) {
      // The run is what matters; its recap names the hosts.
      return Optional.empty();
    }
  }

  /** The pattern that {@code --limit} means: itself, or the names in the file after {@code @}. */
  static String pattern(String limit, ProcessEnvironment around) {
    if (!limit.startsWith("@")) {
      return limit;
    }
    Path file = around.workingDirectory().resolve(limit.substring(1));
    try {
      List<String> names =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
      if (!names.isEmpty()) {
        return String.join(",", names);
      }
      throw RunFlags.invalidOption(
          "--limit", "must name a file of hosts, but " + file + " names none");
    } catch (IOException e) {
      throw new BadInputException(
          Diagnostic.error(
              "Limit file not found",
              "The option --limit names the file " + file + ", which cannot be read."));
    }
  }
}
