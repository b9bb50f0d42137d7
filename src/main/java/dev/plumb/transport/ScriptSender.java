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

/** Sends a script and its payloads. Files are sent in pieces. */
final class ScriptSender {

  /** Certainly fits into the buffers on the way, so that sending does not block. */
  private static final int MAX_DIRECT_SIZE = 32 * 1024;

  private static final int BUFFER_SIZE = 64 * 1024;

  private ScriptSender() {}

  /**
   * Sends everything: small scripts at once, others in a thread of their own, because the host may
   * block until its output is read. A lost connection shows where it is read, so it is not reported
   * here.
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
      // The reader of the other direction reports the end.
    }
  }

  /**
   * Sends exactly as many bytes as promised, even if the file has changed.
   *
   * @return {@code ok}, or why the bytes are not the promised ones
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
          // The host expects the promised size and discards these bytes.
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
