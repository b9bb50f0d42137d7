package dev.plumb.remote.batch;

import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One command as text for the loop of {@link ShellLoop}, whose input follows behind it up to the
 * end of the stream, and whose output comes back as it is, up to a last word: {@code NONCE STATUS}
 * and the end of what it wrote to standard error. The loop ends with it.
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
   * @param nonce hexadecimal digits that nobody can guess
   */
  public StreamedScript(String nonce, Command command) {
    if (!command.input().equals(Bytes.EMPTY)) {
      throw new IllegalArgumentException("must be a command without input of its own");
    }
    this.nonce = nonce;
    this.command = command;
  }

  /** What is sent first; what the command reads comes behind it. */
  public byte[] header() {
    String body =
        Subshell.text(command, command.words(), Optional.empty())
            + " 2>\"$d/0.e\"; s=$?; printf '\\n%s %s\\n' \"$N\" $s; tail -c "
            + MAX_ERROR_BYTES
            + " \"$d/0.e\"; exit\n";
    int size = body.getBytes(StandardCharsets.UTF_8).length;
    return (nonce + " " + size + "\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  /** Takes the next piece of what comes back. */
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
   * Hands over output, as far as it surely is no part of the last word.
   *
   * @return how many bytes; 0 when more must come first
   */
  public int take(byte[] into, int from, int most) {
    return take(into, from, most, end - MAX_TRAILER_BYTES);
  }

  /** Hands over what is left of the output. To be asked only when nothing more comes. */
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
   * How the command ended; nothing when its last word did not come. To be asked only when nothing
   * more comes.
   *
   * @param out what is told as its output
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

  /** Where the last word begins, once it is whole; -1 before. */
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
