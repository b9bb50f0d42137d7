package dev.plumb.engine;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.remote.Command;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Content;
import java.util.List;
import java.util.Optional;

/** Asks a host for the texts that are about to change, for a person who wants to see diffs. */
final class DiffTexts {

  private static final int BYTES = 256 * 1024;

  private DiffTexts() {}

  static List<Change> fill(List<Change> changes, Unit<?, ?> unit, Line line) {
    return changes.stream()
        .map(
            change ->
                change
                    .file()
                    .filter(file -> file.before().isEmpty() && !unit.noLog())
                    .map(file -> change.showing(fill(file, unit, line)))
                    .orElse(change))
        .toList();
  }

  private static FileText fill(FileText file, Unit<?, ?> unit, Line line) {
    Command read = Command.of("head", "-c", Integer.toString(BYTES), "--", file.path().value());
    // A file that is not there, or cannot be read, shows as an empty one: only the diff lacks it.
    Probe<Content> text = Probe.of(read, answer -> Reading.of(new Content.Inline(answer.stdout())));
    return line.ask(unit.as(), text) instanceof Reading.Observed<Content>(Content before)
        ? new FileText(file.path(), Optional.of(before), file.after())
        : file;
  }
}
