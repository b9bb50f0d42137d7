package dev.plumb.transport;

import dev.plumb.remote.batch.Script;
import dev.plumb.value.Content;
import dev.plumb.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Sends a script and what follows it. Files go in pieces and are never held whole. */
final class ScriptSender {

  /** What surely fits into the buffers on the way, so that sending it cannot wait for a reader. */
  private static final int MAX_DIRECT_SIZE = 32 * 1024;

  private static final int BUFFER_SIZE = 64 * 1024;

  private ScriptSender() {}

  /**
   * Sends all. What is small is gone when this returns; what is not goes in a thread of its own, as
   * the host may want to be read before it reads. A connection that breaks shows where it is read,
   * so nothing is said of it here.
   */
  static void send(Script script, OutputStream out) {
    long size = script.header().length;
    for (Content content : script.payloads()) {
      size += content.size();
    }
    if (size <= MAX_DIRECT_SIZE) {
      sendNow(script, out);
    } else {
      // Not a virtual thread: one that waits for a socket starts a poller, and a JVM with a poller
      // takes 0.3 s longer to exit.
      Thread.ofPlatform().daemon().name("plumb-transfer").start(() -> sendNow(script, out));
    }
  }

  private static void sendNow(Script script, OutputStream out) {
    try {
      ByteArrayOutputStream small = new ByteArrayOutputStream(MAX_DIRECT_SIZE);
      small.writeBytes(script.header());
      for (Content content : script.payloads()) {
        switch (content) {
          case Content.Inline(var bytes) -> {
            bytes.writeTo(small);
            small.writeBytes(line("ok"));
          }
          case Content.LocalFile file -> {
            small.writeTo(out);
            small.reset();
            out.write(line(sendFile(file, out)));
          }
        }
      }
      small.writeTo(out);
      out.flush();
    } catch (IOException _) {
      // The reader of the other direction finds the end and tells why.
    }
  }

  /**
   * Sends exactly as many bytes as promised, whatever became of the file.
   *
   * @return {@code ok}, or why these are not the bytes promised
   */
  private static String sendFile(Content.LocalFile file, OutputStream out) throws IOException {
    byte[] piece = new byte[BUFFER_SIZE];
    MessageDigest digest = Sha256.digest();
    long left = file.size();
    String verdict = "ok";
    InputStream in = null;
    try {
      in = Files.newInputStream(Path.of(file.path()));
    } catch (IOException e) {
      verdict = file.path() + " could not be read: " + e;
    }
    try (InputStream source = in) {
      while (left > 0) {
        int wanted = (int) Math.min(left, piece.length);
        int n = -1;
        try {
          n = source == null ? -1 : source.read(piece, 0, wanted);
        } catch (IOException e) {
          verdict = file.path() + " could not be read: " + e;
        }
        if (n < 0) {
          // The host waits for the promised size; it throws these bytes away.
          n = wanted;
        } else {
          digest.update(piece, 0, n);
        }
        out.write(piece, 0, n);
        left -= n;
      }
    }
    if (verdict.equals("ok") && !Sha256.of(digest).equals(file.sha256())) {
      verdict = file.path() + " changed while it was sent";
    }
    return verdict.replace('\n', ' ');
  }

  private static byte[] line(String words) {
    return (words + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
