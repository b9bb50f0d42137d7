package dev.plumb.engine.task;

import dev.plumb.change.Change;
import dev.plumb.change.FileText;
import dev.plumb.engine.host.HostSession;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.remote.Command;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Content;
import java.util.List;
import java.util.Optional;

/** Loads from a host the current texts of files that are about to change, for diffs. */
final class FileTextLoader {

  private static final int MAX_BYTES = 256 * 1024;

  private FileTextLoader() {}

  static List<Change> load(List<Change> changes, ModuleCall<?, ?> call, HostSession line) {
    return changes.stream()
        .map(
            change ->
                change
                    .file()
                    .filter(file -> file.before().isEmpty() && !call.noLog())
                    .map(file -> change.withFileText(load(file, call, line)))
                    .orElse(change))
        .toList();
  }

  private static FileText load(FileText file, ModuleCall<?, ?> call, HostSession line) {
    Command read = Command.of("head", "-c", Integer.toString(MAX_BYTES), "--", file.path().value());
    // A missing or unreadable file shows as empty; only the diff is affected.
    Probe<Content> text = Probe.of(read, answer -> Reading.of(new Content.Inline(answer.stdout())));
    return line.query(call.runAs(), text) instanceof Reading.Observed<Content>(Content before)
        ? new FileText(file.path(), Optional.of(before), file.after())
        : file;
  }
}
