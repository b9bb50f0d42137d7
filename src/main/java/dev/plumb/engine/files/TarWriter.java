package dev.plumb.engine.files;

import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileTree;
import dev.plumb.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Writes files as a reproducible tar archive: they belong to root and have no time. Long paths and
 * large sizes go into pax headers.
 */
public final class TarWriter {

  private static final int BLOCK_SIZE = 512;
  private static final long MAX_SIZE = 0_77777777777L;

  /** A file has changed since the run began. */
  public static final class FileChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FileChangedException(String message) {
      super(message, null, false, false);
    }
  }

  private final OutputStream out;
  private final byte[] buffer = new byte[64 * 1024];

  private TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes the files in the order of the tree.
   *
   * @throws IOException when they cannot be written
   * @throws FileChangedException when a file cannot be read or has changed
   */
  public static void write(FileTree files, OutputStream out) throws IOException {
    TarWriter tar = new TarWriter(out);
    for (FileTree.Entry entry : files.entries()) {
      tar.write(entry);
    }
    out.write(new byte[2 * BLOCK_SIZE]);
    out.flush();
  }

  private void write(FileTree.Entry entry) throws IOException {
    switch (entry) {
      case FileTree.Entry.Folder(String path) -> header(path + "/", '5', 0755, 0, "");
      case FileTree.Entry.Link(String path, String target) -> header(path, '2', 0777, 0, target);
      case FileTree.Entry.File(String path, Content content, boolean executable) -> {
        header(path, '0', executable ? 0755 : 0644, content.size(), "");
        switch (content) {
          case Content.Inline(Bytes bytes) -> out.write(bytes.toArray());
          case Content.LocalFile file -> copy(file);
        }
        out.write(new byte[padding(content.size())]);
      }
    }
  }

  private void copy(Content.LocalFile file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = open(file)) {
      long left = file.size();
      while (left > 0) {
        int n = read(in, file, (int) Math.min(left, buffer.length));
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
        left -= n;
      }
    }
    if (!Sha256.of(digest).equals(file.sha256())) {
      throw new FileChangedException(file.path() + " changed while it was sent");
    }
  }

  private static InputStream open(Content.LocalFile file) {
    try {
      return Files.newInputStream(Path.of(file.path()));
    } catch (IOException e) {
      throw new FileChangedException(file.path() + " could not be read: " + e.getMessage());
    }
  }

  private int read(InputStream in, Content.LocalFile file, int most) {
    try {
      int n = in.read(buffer, 0, most);
      if (n > 0) {
        return n;
      }
    } catch (IOException e) {
      throw new FileChangedException(file.path() + " could not be read: " + e.getMessage());
    }
    throw new FileChangedException(file.path() + " became shorter while it was sent");
  }

  private void header(String path, char type, int mode, long size, String target)
      throws IOException {
    ByteArrayOutputStream extra = new ByteArrayOutputStream();
    if (utf8(path).length > 100 || !isPlain(path)) {
      extra.writeBytes(record("path", path));
    }
    if (utf8(target).length > 100 || !isPlain(target)) {
      extra.writeBytes(record("linkpath", target));
    }
    if (size > MAX_SIZE) {
      extra.writeBytes(record("size", Long.toString(size)));
    }
    if (extra.size() > 0) {
      out.write(block("./pax", 'x', 0644, extra.size(), ""));
      extra.writeTo(out);
      out.write(new byte[padding(extra.size())]);
    }
    out.write(block(path, type, mode, Math.min(size, MAX_SIZE), target));
  }

  /** {@code LENGTH KEY=VALUE\n}, where the length counts itself. */
  private static byte[] record(String key, String value) {
    byte[] rest = utf8(" " + key + "=" + value + "\n");
    int length = rest.length;
    while (Integer.toString(length).length() + rest.length != length) {
      length = Integer.toString(length).length() + rest.length;
    }
    return utf8(length + new String(rest, StandardCharsets.UTF_8));
  }

  private static byte[] block(String path, char type, int mode, long size, String target) {
    byte[] block = new byte[BLOCK_SIZE];
    put(block, 0, 100, path);
    put(block, 100, 8, "%07o".formatted(mode));
    put(block, 108, 8, "0000000");
    put(block, 116, 8, "0000000");
    put(block, 124, 12, "%011o".formatted(size));
    put(block, 136, 12, "00000000000");
    put(block, 148, 8, "        ");
    block[156] = (byte) type;
    put(block, 157, 100, target);
    put(block, 257, 8, "ustar\00000");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, 8, "%06o\0 ".formatted(sum));
    return block;
  }

  private static void put(byte[] block, int at, int room, String text) {
    byte[] bytes = utf8(text);
    System.arraycopy(bytes, 0, block, at, Math.min(room, bytes.length));
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int padding(long size) {
    return (int) ((BLOCK_SIZE - size % BLOCK_SIZE) % BLOCK_SIZE);
  }
}
