package dev.plumb.engine.files;

import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads a local directory and computes the digests of its files. */
final class FolderReader extends SimpleFileVisitor<Path> {

  /** Larger files are streamed, not kept in memory; a Dockerfile is never that long. */
  private static final long MAX_INLINE_SIZE = 64 * 1024;

  private final Path folder;
  private final IgnoreRules ignored;
  private final List<FileTree.Entry> entries = new ArrayList<>();

  private FolderReader(Path folder, IgnoreRules ignored) {
    this.folder = folder;
    this.ignored = ignored;
  }

  /**
   * Reads all files below a directory, except those that its ignore file excludes. Keeps the
   * contents of small files near the top, so that a module can read a Dockerfile.
   *
   * @param ignoreFile the name of the ignore file; empty for none
   */
  static FileTree read(Path folder, String ignoreFile) throws IOException {
    Path rules = folder.resolve(ignoreFile);
    IgnoreRules ignored =
        !ignoreFile.isEmpty() && Files.isRegularFile(rules)
            ? IgnoreRules.parse(Files.readString(rules))
            : IgnoreRules.NONE;
    FolderReader reader = new FolderReader(folder, ignored);
    Files.walkFileTree(folder, reader);
    reader.entries.sort(Comparator.comparing(FileTree.Entry::path));
    return new FileTree(folder.toString(), reader.entries);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
    String name = name(path);
    if (name.isEmpty()) {
      return FileVisitResult.CONTINUE;
    }
    if (!ignored.excludes(name)) {
      entries.add(new FileTree.Entry.Folder(name));
    }
    return ignored.excludesAllBelow(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
    String name = name(path);
    if (ignored.excludes(name)) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isSymbolicLink()) {
      entries.add(new FileTree.Entry.Link(name, Files.readSymbolicLink(path).toString()));
    } else if (attributes.isRegularFile()) {
      boolean held =
          attributes.size() <= MAX_INLINE_SIZE && folder.relativize(path).getNameCount() <= 2;
      Content content =
          held ? new Content.Inline(Bytes.of(Files.readAllBytes(path))) : digest(path);
      entries.add(new FileTree.Entry.File(name, content, isExecutable(path)));
    }
    return FileVisitResult.CONTINUE;
  }

  /** Checks the file mode, because root may execute everything. */
  private static boolean isExecutable(Path path) throws IOException {
    return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private String name(Path path) {
    return folder.relativize(path).toString();
  }

  /** Computes a file's size and digest. */
  static Content.LocalFile digest(Path path) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(path)) {
      byte[] buffer = new byte[64 * 1024];
      long size = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
      }
      return new Content.LocalFile(path.toString(), size, Sha256.of(digest));
    }
  }
}
