package dev.plumb.module.file;

import dev.plumb.host.files.TargetFile;
import dev.plumb.state.Probe;
import dev.plumb.value.FileSource;
import java.util.Optional;

/**
 * What module {@code copy} finds.
 *
 * @param at what is at the destination
 * @param inside what is below it under the source's name, should it be a directory
 * @param source what is at the source, when that is on the host
 */
record CopyFound(TargetFile at, Optional<TargetFile> inside, Optional<TargetFile> source) {

  static Probe<CopyFound> probe(CopySpec spec) {
    Probe<Optional<TargetFile>> none = Probe.constant(Optional.empty());
    return TargetFile.probe(spec.dest().path())
        .and(
            spec.src()
                .map(
                    src -> TargetFile.probe(spec.dest().path().child(src.name())).map(Optional::of))
                .orElse(none),
            (at, inside) -> new CopyFound(at, inside, Optional.empty()))
        .and(
            spec.src()
                .flatMap(
                    src ->
                        src instanceof FileSource.OnHost(var path)
                            ? Optional.of(TargetFile.probe(path).map(Optional::of))
                            : Optional.empty())
                .orElse(none),
            (found, source) -> new CopyFound(found.at, found.inside, source));
  }
}
