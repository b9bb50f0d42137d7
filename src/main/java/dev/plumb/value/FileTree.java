package dev.plumb.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * Files of the control machine below one folder. The order matters: it is the order in the archive.
 *
 * @param name the folder's path as written
 */
public record FileTree(String name, List<Entry> entries) {

  public FileTree {
    entries = List.copyOf(entries);
  }

  /** A file, folder or link below the folder. */
  public sealed interface Entry {

    /** Returns the path relative to the folder: {@code conf/app.yml}. */
    String path();

    /** A folder. */
    record Folder(String path) implements Entry {}

    /**
     * A file.
     *
     * @param executable the only relevant permission: the others differ between checkouts of the
     *     same sources
     */
    record File(String path, Content content, boolean executable) implements Entry {}

    /** A symbolic link. */
    record Link(String path, String target) implements Entry {}
  }

  /** Returns a digest of all paths and contents. */
  public Sha256 sha256() {
    MessageDigest digest = Sha256.digest();
    for (Entry entry : entries) {
      String line =
          switch (entry) {
            case Entry.Folder folder -> "folder\0" + folder.path();
            case Entry.File(var path, var content, var executable) ->
                (executable ? "program\0" : "file\0") + path + "\0" + content.sha256();
            case Entry.Link(var path, var target) -> "link\0" + path + "\0" + target;
          };
      digest.update((line + "\0\n").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.of(digest);
  }

  @Override
  public String toString() {
    return "the folder " + name;
  }
}
