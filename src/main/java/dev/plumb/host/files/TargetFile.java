package dev.plumb.host.files;

import dev.plumb.state.Probe;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Sha256;
import java.util.Optional;

/**
 * A path where a file must be.
 *
 * @param entry what is there; of a link that is followed, what it leads to
 * @param folder what is there of its folder
 * @param digest of what the file holds, when it is a file
 */
public record TargetFile(FileEntry entry, FileEntry folder, Optional<Sha256> digest) {

  /**
   * Looks at a path.
   *
   * @param follow whether a link at the path is followed
   */
  public static Probe<TargetFile> probe(RemotePath path, boolean follow) {
    return Probe.combine(
        follow ? FileEntry.probeFollowingLinks(path.value()) : FileEntry.probe(path.value()),
        FileEntry.probeFollowingLinks(path.parent().value()),
        digest(path),
        TargetFile::new);
  }

  /** The digest of a file. Any number of these are one process on the host. */
  private static Probe<Optional<Sha256>> digest(RemotePath path) {
    return DigestAlgorithm.SHA256.probe(path).map(digits -> digits.map(Sha256::new));
  }
}
