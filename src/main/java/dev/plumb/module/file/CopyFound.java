package dev.plumb.module.file;

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
record CopyFound(Spot at, Optional<Spot> inside, Optional<Spot> source) {

  static Probe<CopyFound> probe(CopySpec spec) {
    Probe<Optional<Spot>> none = Probe.known(Optional.empty());
    return Spot.probe(spec.dest().path())
        .zip(
            spec.src()
                .map(src -> Spot.probe(spec.dest().path().child(src.name())).map(Optional::of))
                .orElse(none),
            (at, inside) -> new CopyFound(at, inside, Optional.empty()))
        .zip(
            spec.src()
                .flatMap(
                    src ->
                        src instanceof FileSource.OnHost(var path)
                            ? Optional.of(Spot.probe(path).map(Optional::of))
                            : Optional.empty())
                .orElse(none),
            (found, source) -> new CopyFound(found.at, found.inside, source));
  }
}
