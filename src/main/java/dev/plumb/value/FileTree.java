package dev.plumb.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * Files of the machine that plumb runs on, below one folder. Their order counts: a reader of their
 * archive gets them one after the other.
 *
 * @param name the folder's path as a person knows it
 */
public record FileTree(String name, List<Entry> entries) {

  public FileTree {
    entries = List.copyOf(entries);
  }

  /** One thing below the folder. */
  public sealed interface Entry {

    /** Its path below the folder: {@code conf/app.yml}. */
    String path();

    /** A folder. */
    record Folder(String path) implements Entry {}

    /**
     * A file.
     *
     * @param executable all of its permissions that counts: the rest differs from one checkout of
     *     the same sources to the next
     */
    record File(String path, Content content, boolean executable) implements Entry {}

    /** A symbolic link. */
    record Link(String path, String target) implements Entry {}
  }

  /** One digest of all paths and contents. */
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
