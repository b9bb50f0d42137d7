package dev.plumb.cli.option;

import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report requested by {@code --report}, and the writable file it goes to. */
public record ReportFile(Format format, Path path) {

  /** The formats of report files. */
  public enum Format {
    JSON,
    JSONL,
    JUNIT,
    MARKDOWN,
    HTML;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String FORMATS =
      Stream.of(Format.values()).map(Format::toString).collect(Collectors.joining(", "));

  static ReportFile parse(String text, ProcessEnvironment environment) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw Flags.invalid("--report", "must be FORMAT=FILE, but is \"" + text + "\"");
    }
    String name = text.substring(0, equals);
    Format format =
        Stream.of(Format.values())
            .filter(each -> each.toString().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    Flags.invalid(
                        "--report",
                        "must name a format (%s), but names \"%s\"".formatted(FORMATS, name)));
    Path file = environment.workingDirectory().resolve(text.substring(equals + 1));
    Path parent = file.getParent();
    // Checked before the run, which may take an hour.
    if (parent == null || !Files.isWritable(parent) || Files.isDirectory(file)) {
      throw new BadInputException(
          Diagnostic.error(
              "Report not writable",
              "The report "
                  + file
                  + " cannot be written. Its directory must exist and be writable."));
    }
    return new ReportFile(format, file);
  }
}
