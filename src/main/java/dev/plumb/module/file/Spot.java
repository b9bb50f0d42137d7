package dev.plumb.module.file;

import dev.plumb.state.Probe;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Sha256;
import java.util.Optional;

/**
 * A place where a file shall be.
 *
 * @param entry what is there; of a link, what it leads to
 * @param folder what is there of its folder
 * @param digest of what the file holds, when it is a file
 */
record Spot(Entry entry, Entry folder, Optional<Sha256> digest) {

  static Probe<Spot> probe(RemotePath path) {
    return Entry.behind(path.value())
        .zip(
            Entry.behind(path.parent().value()),
            (entry, up) -> new Spot(entry, up, Optional.empty()))
        .zip(digest(path), (spot, sha) -> new Spot(spot.entry, spot.folder, sha));
  }

  /** The digest of a file. Any number of these are one process on the host. */
  private static Probe<Optional<Sha256>> digest(RemotePath path) {
    return DigestKind.SHA256.probe(path).map(digits -> digits.map(Sha256::new));
  }
}
