package dev.plumb.module.file;

import dev.plumb.host.files.FileEntry;
import dev.plumb.host.files.TargetFile;
import dev.plumb.state.Probe;
import dev.plumb.value.FileSource;
import dev.plumb.value.RemotePath;
import java.util.Optional;

/**
 * What module {@code copy} finds.
 *
 * @param at what is at the destination
 * @param isFolder whether the destination is a directory, or a link to one
 * @param inside what is below it under the source's name, should it be a directory
 * @param source what is at the source, when that is on the host
 */
record CopyFound(
    TargetFile at, boolean isFolder, Optional<TargetFile> inside, Optional<TargetFile> source) {

  static Probe<CopyFound> probe(CopySpec spec) {
    Probe<Optional<TargetFile>> none = Probe.constant(Optional.empty());
    RemotePath dest = spec.dest().path();
    return Probe.combine(
        TargetFile.probe(dest, spec.follow()),
        FileEntry.probeFollowingLinks(dest.value())
            .map(entry -> entry instanceof FileEntry.Directory),
        spec.src()
            .map(src -> TargetFile.probe(dest.child(src.name()), spec.follow()).map(Optional::of))
            .orElse(none),
        spec.src()
            .flatMap(
                src ->
                    src instanceof FileSource.OnHost(var path)
                        ? Optional.of(TargetFile.probe(path, true).map(Optional::of))
                        : Optional.empty())
            .orElse(none),
        CopyFound::new);
  }
}
