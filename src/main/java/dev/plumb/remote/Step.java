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
   * Write a file atomically: stage it where nobody else can write, set mode and owner, sync it, run
   * the validation command if any, rename it. What is at the path is the old content or the new,
   * never a part.
   *
   * @param mode the mode to have; the old file's when absent, 0644 less the umask for a new one
   * @param owner the owner to have; the old file's when absent
   * @param group the group to have; the old file's when absent
   * @param validate run with the path of the new file in place of the word {@code %s}; the rename
   *     follows only if it ends with status 0
   * @param backup whether the old content is kept beside it as {@code PATH.TIMESTAMP.RANDOM~}
   * @param follow whether a symbolic link at the path is followed; otherwise it is replaced
   */
  record Write(
      RemotePath path,
      Content content,
      Optional<FileMode> mode,
      Optional<UserName> owner,
      Optional<UserName> group,
      Optional<Command> validate,
      boolean backup,
      boolean follow)
      implements Step {

    /** A write that keeps owner and group, follows links and is not validated. */
    public static Write of(RemotePath path, Content content, Optional<FileMode> mode) {
      return new Write(
          path, content, mode, Optional.empty(), Optional.empty(), Optional.empty(), false, true);
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
