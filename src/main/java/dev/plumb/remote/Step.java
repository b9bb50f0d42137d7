package dev.plumb.remote;

import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.UserName;
import java.time.Duration;
import java.util.Optional;

/** A step on a host, as data: what is shown is what is run. */
public sealed interface Step {

  /** Runs a program; succeeds with status 0. */
  record Run(Command command) implements Step {
    @Override
    public String toString() {
      return "run " + command;
    }
  }

  /**
   * Writes a file atomically: temporary file beside the target, mode and owner, fsync, the
   * validation command if any, rename. The path has the old content or the new, never a part.
   *
   * @param mode the mode; by default the old file's, or 0644 less the umask for a new file
   * @param owner the owner; by default the old file's
   * @param group the group; by default the old file's
   * @param validate runs with the temporary file's path in place of {@code %s}; the rename is made
   *     only when it ends with status 0
   * @param backup whether to keep the old content as {@code PATH.TIMESTAMP~}
   */
  record Write(
      RemotePath path,
      Content content,
      Optional<FileMode> mode,
      Optional<UserName> owner,
      Optional<UserName> group,
      Optional<Command> validate,
      boolean backup)
      implements Step {

    /** Returns a write that keeps owner and group, without validation. */
    public static Write of(RemotePath path, Content content, Optional<FileMode> mode) {
      return new Write(
          path, content, mode, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    @Override
    public String toString() {
      return "write " + path + " " + content;
    }
  }

  /**
   * Runs a program with a stream as its standard input; succeeds with status 0, unless the stream
   * failed. Streams of any size: only a small part is in memory.
   *
   * @param command must detect a truncated stream: a lost connection looks like an end to it
   */
  record Pipe(Command command, StreamSource source) implements Step {
    @Override
    public String toString() {
      return "run " + command + " on " + source;
    }
  }

  /**
   * Waits on the host until the condition exits with status 0, checked at each {@code interval}.
   */
  record Await(Command condition, Duration timeout, Duration interval) implements Step {
    @Override
    public String toString() {
      return "wait until " + condition;
    }
  }

  /**
   * Runs a program over a new connection and drops the old one, which shows whether the host is
   * still reachable. Later steps use the new connection.
   *
   * @param delay the time to wait before connecting
   * @param timeout how long to retry connecting
   */
  record Reconnect(Command command, Duration delay, Duration timeout) implements Step {
    @Override
    public String toString() {
      return "over a new connection, run " + command;
    }
  }

  static Step run(String... words) {
    return new Run(Command.of(words));
  }
}
