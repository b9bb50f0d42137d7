package dev.plumb.host.files;

import dev.plumb.remote.Command;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import java.util.List;

/** The names in a directory. */
public final class FolderEntries {

  private FolderEntries() {}

  /** The names in a directory, hidden ones too; none when it does not exist. */
  public static Probe<List<String>> probe(RemotePath folder) {
    return Probe.of(
        Command.of("ls", "-A", "--", folder.value()),
        ls ->
            ls.succeeded()
                ? Reading.of(ls.out().lines().toList())
                : FileErrors.isMissing(ls)
                    ? Reading.of(List.of())
                    : Reading.unreadable(
                        "The directory %s could not be listed: %s"
                            .formatted(folder, ls.err().strip())));
  }
}
