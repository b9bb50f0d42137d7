package dev.plumb.remote.batch;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One command as text for {@link ShellLoop}, whose input follows up to the end of the stream, and
 * whose output comes back unchanged, up to a trailer: {@code NONCE STATUS} and the end of its
 * standard error. The loop exits with it.
 *
 * <p>Used by one thread at a time.
 */
public final class StreamedScript {

  private static final int MAX_ERROR_BYTES = 2000;
  private static final int MAX_TRAILER_BYTES = MAX_ERROR_BYTES + 100;

  private final String nonce;
  private final Command command;
  private byte[] buffer = new byte[MAX_TRAILER_BYTES + 32 * 1024];
  private int start;
  private int end;

  /**
   * @param nonce unguessable hexadecimal digits
   */
  public StreamedScript(String nonce, Command command) {
    if (!command.input().equals(Bytes.EMPTY)) {
      throw new IllegalArgumentException("must be a command without input");
    }
    this.nonce = nonce;
    this.command = command;
  }

  /** Returns what is sent first; the command's input follows. */
  public byte[] header() {
    String body =
        Subshell.text(command, command.words(), Optional.empty())
            + " 2>\"$d/0.e\"; s=$?; printf '\\n%s %s\\n' \"$N\" $s; tail -c "
            + MAX_ERROR_BYTES
            + " \"$d/0.e\"; exit\n";
    int size = body.getBytes(StandardCharsets.UTF_8).length;
    return (nonce + " " + size + "\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  /** Accepts the next piece of output. */
  public void accept(ByteBuffer piece) {
    int length = piece.remaining();
    if (end + length > buffer.length) {
      int left = end - start;
      byte[] larger = left + length > buffer.length ? new byte[left + length] : buffer;
      System.arraycopy(buffer, start, larger, 0, left);
      buffer = larger;
      start = 0;
      end = left;
    }
    piece.get(buffer, end, length);
    end += length;
  }

  /**
   * Returns output that is certainly not part of the trailer.
   *
   * @return the number of bytes; 0 if more must be received first
   */
  public int take(byte[] into, int from, int most) {
    return take(into, from, most, end - MAX_TRAILER_BYTES);
  }

  /** Returns the remaining output. Must be called only after the end of the stream. */
  public int takeRest(byte[] into, int from, int most) {
    int lastWord = trailerStart();
    return take(into, from, most, lastWord < 0 ? end : lastWord);
  }

  private int take(byte[] into, int from, int most, int until) {
    int count = Math.max(0, Math.min(most, until - start));
    System.arraycopy(buffer, start, into, from, count);
    start += count;
    return count;
  }

  /**
   * Returns how the command ended, or nothing without a trailer. Must be called only after the end
   * of the stream.
   *
   * @param out the output for the result
   */
  public Optional<Exec> ending(Bytes out) {
    int at = trailerStart();
    if (at < 0) {
      return Optional.empty();
    }
    String word = new String(buffer, at, end - at, StandardCharsets.ISO_8859_1);
    int endOfLine = word.indexOf('\n', 1);
    int status = Integer.parseInt(word.substring(nonce.length() + 2, endOfLine));
    Bytes err = Bytes.of(buffer, at + endOfLine + 1, end);
    return Optional.of(ReplyParser.ending(status, out, err));
  }

  /** Returns the start of the complete trailer, or -1. */
  private int trailerStart() {
    byte[] mark = ("\n" + nonce + " ").getBytes(StandardCharsets.US_ASCII);
    for (int at = Math.max(start, end - MAX_TRAILER_BYTES); at + mark.length <= end; at++) {
      if (Arrays.equals(buffer, at, at + mark.length, mark, 0, mark.length)) {
        for (int i = at + mark.length; i < end; i++) {
          if (buffer[i] == '\n') {
            return at;
          }
        }
      }
    }
    return -1;
  }
}
