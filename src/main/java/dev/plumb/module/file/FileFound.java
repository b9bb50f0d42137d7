package dev.plumb.module.file;

import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.TreeEntry;
import dev.plumb.state.Probe;
import dev.plumb.value.RemotePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What module {@code file} finds.
 *
 * @param entry at the path; of a link, what it leads to when links are followed
 * @param above the folders on the way there, outermost first; empty when nothing is to be made
 * @param source what a link shall lead to
 * @param below everything in the directory, when that was asked for
 */
record FileFound(
    FileEntry entry, List<FileEntry> above, Optional<FileEntry> source, List<TreeEntry> below) {

  FileFound {
    above = List.copyOf(above);
    below = List.copyOf(below);
  }

  static Probe<FileFound> probe(FileSpec spec) {
    FileSpec.State state = spec.state().orElse(null);
    boolean itself =
        state == FileSpec.State.LINK || state == FileSpec.State.ABSENT || !spec.follow();
    String path = spec.path().value();
    Probe<FileEntry> entry = itself ? FileEntry.probe(path) : FileEntry.probeFollowingLinks(path);
    List<Probe<FileEntry>> above = new ArrayList<>();
    if (state == FileSpec.State.DIRECTORY) {
      ancestors(spec.path())
          .forEach(folder -> above.add(FileEntry.probeFollowingLinks(folder.value())));
    } else if (state == FileSpec.State.LINK
        || state == FileSpec.State.HARD
        || state == FileSpec.State.TOUCH) {
      above.add(FileEntry.probeFollowingLinks(spec.path().parent().value()));
    }
    Probe<Optional<FileEntry>> source =
        spec.src().isPresent()
            ? FileEntry.probeFollowingLinks(spec.linkTarget()).map(Optional::of)
            : Probe.constant(Optional.empty());
    Probe<List<TreeEntry>> below =
        spec.recurse() ? TreeEntry.probe(spec.path()) : Probe.constant(List.of());
    return entry
        .and(
            Probe.all(above),
            (at, folders) -> new FileFound(at, folders, Optional.empty(), List.of()))
        .and(source, (found, src) -> new FileFound(found.entry, found.above, src, List.of()))
        .and(below, (found, list) -> new FileFound(found.entry, found.above, found.source, list));
  }

  /** The folders above a path, outermost first, without the root. */
  static List<RemotePath> ancestors(RemotePath path) {
    List<RemotePath> folders = new ArrayList<>();
    for (RemotePath at = path.parent(); !at.value().equals("/"); at = at.parent()) {
      folders.addFirst(at);
    }
    return folders;
  }

  FileFound with(FileEntry made) {
    return new FileFound(made, above, source, below);
  }
}
