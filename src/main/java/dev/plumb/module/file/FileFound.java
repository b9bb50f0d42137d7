package dev.plumb.module.file;

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
record FileFound(Entry entry, List<Entry> above, Optional<Entry> source, List<Below> below) {

  FileFound {
    above = List.copyOf(above);
    below = List.copyOf(below);
  }

  static Probe<FileFound> probe(FileSpec spec) {
    FileSpec.State state = spec.state().orElse(null);
    boolean itself =
        state == FileSpec.State.LINK || state == FileSpec.State.ABSENT || !spec.follow();
    String path = spec.path().value();
    Probe<Entry> entry = itself ? Entry.at(path) : Entry.behind(path);
    List<Probe<Entry>> above = new ArrayList<>();
    if (state == FileSpec.State.DIRECTORY) {
      ancestors(spec.path()).forEach(folder -> above.add(Entry.behind(folder.value())));
    } else if (state == FileSpec.State.LINK
        || state == FileSpec.State.HARD
        || state == FileSpec.State.TOUCH) {
      above.add(Entry.behind(spec.path().parent().value()));
    }
    Probe<Optional<Entry>> source =
        spec.src().isPresent()
            ? Entry.behind(spec.source()).map(Optional::of)
            : Probe.known(Optional.empty());
    Probe<List<Below>> below = spec.recurse() ? Below.probe(spec.path()) : Probe.known(List.of());
    return entry
        .zip(
            Probe.all(above),
            (at, folders) -> new FileFound(at, folders, Optional.empty(), List.of()))
        .zip(source, (found, src) -> new FileFound(found.entry, found.above, src, List.of()))
        .zip(below, (found, list) -> new FileFound(found.entry, found.above, found.source, list));
  }

  /** The folders above a path, outermost first, without the root. */
  static List<RemotePath> ancestors(RemotePath path) {
    List<RemotePath> folders = new ArrayList<>();
    for (RemotePath at = path.parent(); !at.value().equals("/"); at = at.parent()) {
      folders.addFirst(at);
    }
    return folders;
  }

  FileFound with(Entry made) {
    return new FileFound(made, above, source, below);
  }
}
