package dev.plumb.transport.sshj;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file of host keys in OpenSSH's format (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
 *
 * <p>Only the lines of one host are read: the keys of others are not even decoded. Lines of
 * certificate authorities are ignored. Unlike sshj's own reader, a negated name ("*,!bad") excludes
 * a host from a line and adds none.
 */
final class KnownHosts {

  /**
   * A key of a host in the file.
   *
   * @param line counts from 1
   * @param key the key in base64, as in the file
   */
  record Entry(int line, boolean revoked, String type, String key) {}

  /** Two threads of one process cannot both hold the file's lock. */
  private static final Object APPENDING = new Object();

  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private final Path file;
  private final List<Entry> entries;

  private KnownHosts(Path file, List<Entry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /** Returns a host's name in the file. */
  static String name(String address, int port) {
    String lower = address.toLowerCase(Locale.ROOT);
    return port == 22 ? lower : "[" + lower + "]:" + port;
  }

  /** Reads the entries of a host; none if the file does not exist. */
  static KnownHosts read(Path file, String name) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      int number = 0;
      for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
        number++;
        read(line.strip(), number, name, entries);
      }
    } catch (NoSuchFileException _) {
      // Same as an empty file.
    }
    return new KnownHosts(file, List.copyOf(entries));
  }

  private static void read(String line, int number, String name, List<Entry> entries) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    String[] words = BLANKS.split(line);
    int first = words[0].startsWith("@") ? 1 : 0;
    boolean revoked = words[0].equals("@revoked");
    if (words.length < first + 3 || (first == 1 && !revoked)) {
      return;
    }
    if (matchesHost(words[first], name)) {
      entries.add(new Entry(number, revoked, words[first + 1], words[first + 2]));
    }
  }

  private static boolean matchesHost(String patterns, String name) {
    if (patterns.startsWith("|1|")) {
      return matchesHash(patterns, name);
    }
    boolean found = false;
    for (String pattern : patterns.toLowerCase(Locale.ROOT).split(",")) {
      if (pattern.startsWith("!") && matches(pattern.substring(1), 0, name, 0)) {
        return false;
      }
      found |= matches(pattern, 0, name, 0);
    }
    return found;
  }

  private static boolean matches(String pattern, int p, String name, int n) {
    if (p == pattern.length()) {
      return n == name.length();
    }
    char c = pattern.charAt(p);
    if (c == '*') {
      return matches(pattern, p + 1, name, n)
          || (n < name.length() && matches(pattern, p, name, n + 1));
    }
    return n < name.length()
        && (c == '?' || c == name.charAt(n))
        && matches(pattern, p + 1, name, n + 1);
  }

  private static boolean matchesHash(String hashed, String name) {
    String[] parts = hashed.split("\\|");
    if (parts.length != 4) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
      byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash).equals(parts[3]);
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }

  Path file() {
    return file;
  }

  List<Entry> entries() {
    return entries;
  }

  /**
   * Appends a line to a file, which is created if missing. Lines stay whole when others append at
   * the same time.
   */
  static void append(Path file, String line) throws IOException {
    synchronized (APPENDING) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.exists(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      try (FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        FileLock _ = channel.lock();
        long size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean unfinished = size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
        String text = (unfinished ? "\n" : "") + line + "\n";
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), size);
      }
    }
  }
}
