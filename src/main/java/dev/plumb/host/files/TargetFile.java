package dev.plumb.host.files;

import dev.plumb.state.Probe;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Sha256;
import java.util.Optional;

/**
 * A path where a file must be.
 *
 * @param entry what is there; of a link, what it leads to
 * @param folder what is there of its folder
 * @param digest of what the file holds, when it is a file
 */
public record TargetFile(FileEntry entry, FileEntry folder, Optional<Sha256> digest) {

  public static Probe<TargetFile> probe(RemotePath path) {
    return FileEntry.probeFollowingLinks(path.value())
        .and(
            FileEntry.probeFollowingLinks(path.parent().value()),
            (entry, up) -> new TargetFile(entry, up, Optional.empty()))
        .and(digest(path), (spot, sha) -> new TargetFile(spot.entry, spot.folder, sha));
  }

  /** The digest of a file. Any number of these are one process on the host. */
  private static Probe<Optional<Sha256>> digest(RemotePath path) {
    return DigestAlgorithm.SHA256.probe(path).map(digits -> digits.map(Sha256::new));
  }
}
