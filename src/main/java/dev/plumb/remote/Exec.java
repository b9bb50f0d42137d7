package dev.plumb.remote;

import dev.plumb.value.Bytes;
import java.time.Duration;

/** How a command ended on the host. */
public sealed interface Exec {

  /** The command exited. A non-zero status is an answer, not an error. */
  record Exited(int status, Bytes stdout, Bytes stderr) implements Exec {
    public boolean succeeded() {
      return status == 0;
    }

    public String out() {
      return stdout.utf8();
    }

    public String err() {
      return stderr.utf8();
    }

    /** For tests and transcripts. */
    public static Exited of(int status, String stdout, String stderr) {
      return new Exited(status, Bytes.utf8(stdout), Bytes.utf8(stderr));
    }
  }

  /**
   * A signal ended the command.
   *
   * @param signal its number; a POSIX shell reports 128 + n, so a program that exits with such a
   *     status by itself is reported as killed, too
   */
  record Killed(int signal, Bytes stdout, Bytes stderr) implements Exec {}

  /** No end was seen within the limit. The command may still be running on the host. */
  record TimedOut(Duration timeout) implements Exec {}

  /** The connection was lost. What the command did before that is unknown. */
  record Lost(String reason) implements Exec {}
}
