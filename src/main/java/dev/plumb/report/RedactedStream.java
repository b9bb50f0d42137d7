package dev.plumb.report;

import dev.plumb.value.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Masks secrets in UTF-8 text on its way out of plumb: standard output, standard error and every
 * report pass through one of these.
 *
 * <p>Holds back an unfinished line until its end, a flush or the close, so that a secret written in
 * pieces is masked as well. A secret of several lines is registered line by line.
 */
public final class RedactedStream extends FilterOutputStream {

  private final Redaction redaction;
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

  public RedactedStream(OutputStream out, Redaction redaction) {
    super(out);
    this.redaction = redaction;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    int end = from + length;
    while (end > from && bytes[end - 1] != '\n') {
      end--;
    }
    if (end > from) {
      unfinished.write(bytes, from, end - from);
      writeMasked();
    }
    unfinished.write(bytes, end, from + length - end);
  }

  @Override
  public synchronized void flush() throws IOException {
    writeMasked();
    out.flush();
  }

  private void writeMasked() throws IOException {
    if (redaction.isEmpty()) {
      unfinished.writeTo(out);
    } else {
      String text = unfinished.toString(StandardCharsets.UTF_8);
      out.write(redaction.apply(text).getBytes(StandardCharsets.UTF_8));
    }
    unfinished.reset();
  }
}
