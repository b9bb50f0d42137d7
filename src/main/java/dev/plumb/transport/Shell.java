package dev.plumb.transport;

import dev.plumb.remote.Exec;
import dev.plumb.remote.Reply;
import dev.plumb.remote.batch.Frame;
import dev.plumb.remote.batch.Limits;
import dev.plumb.remote.batch.Script;
import dev.plumb.remote.batch.Streamed;
import dev.plumb.value.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/**
 * One long-lived shell of one user on a host: the loop of {@link
 * dev.plumb.remote.batch.ShellProgram} and the conversation with it. Used by one thread at a time.
 */
final class Shell {

  /** The shell ended, or said nothing in time, before it greeted: it is not there. */
  static final class NotThereException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the connection broke, so that the shell may have been there. */
    final boolean lost;

    /** Whether a password was asked for again after it had been given. */
    final boolean wrongPassword;

    NotThereException(String said, boolean lost, boolean wrongPassword) {
      super(said, null, false, false);
      this.lost = lost;
      this.wrongPassword = wrongPassword;
    }

    String said() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * How a shell lets itself in.
   *
   * @param greeting what the loop says first
   * @param prompt what is said by who wants the password
   */
  record Entry(String greeting, String prompt, Optional<Secret> password) {}

  private static final int MOST_NOISE = 256 * 1024;

  private final Pipe pipe;
  private final Pump pump;
  private final Entry entry;
  private boolean greeted;
  private boolean passwordGiven;
  private boolean closed;
  private String before = "";
  private String process = "";
  private String folder = "";

  Shell(Pipe pipe, Entry entry) {
    this.pipe = pipe;
    this.pump = Pump.of(pipe.output());
    this.entry = entry;
  }

  boolean isUsable() {
    return !closed && !pump.isEnded();
  }

  boolean hasGreeted() {
    return greeted;
  }

  /** The process id of the loop. */
  String process() {
    return process;
  }

  /** The loop's folder on the host. */
  String folder() {
    return folder;
  }

  /** Waits until the loop is there, and gives the password when, and only when, it is asked for. */
  void awaitGreeting(Duration atMost) throws NotThereException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!greeted) {
      switch (pump.next(deadline)) {
        case Pump.Next.Piece(ByteBuffer bytes) -> {
          before += StandardCharsets.ISO_8859_1.decode(bytes);
          if (before.length() > MOST_NOISE) {
            throw notThere("It printed without end: " + before.substring(0, 200), false);
          }
          answerPrompt();
          readGreeting();
        }
        case Pump.Next.Late() -> throw notThere(noise(), false);
        case Pump.Next.Ended(var why) ->
            throw why == null ? notThere(noise(), false) : notThere(why, true);
      }
    }
  }

  private void answerPrompt() throws NotThereException {
    int at = entry.password().isPresent() ? before.indexOf(entry.prompt()) : -1;
    if (at < 0) {
      return;
    }
    before = before.substring(at + entry.prompt().length());
    if (passwordGiven) {
      close();
      throw new NotThereException(noise(), false, true);
    }
    passwordGiven = true;
    try {
      pipe.input()
          .write((entry.password().orElseThrow().reveal() + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.input().flush();
    } catch (IOException e) {
      throw notThere(String.valueOf(e.getMessage()), true);
    }
  }

  private void readGreeting() {
    int at = before.indexOf(entry.greeting() + " ");
    int end = at < 0 ? -1 : before.indexOf('\n', at);
    if (end >= 0) {
      String[] words = before.substring(at, end).split(" ");
      process = words[1];
      folder = words[2];
      before = before.substring(end + 1);
      greeted = true;
    }
  }

  private NotThereException notThere(String said, boolean lost) {
    String errors = "";
    try {
      errors = pump.isEnded() ? pipe.errors() : "";
    } catch (IOException _) {
      // Then there is nothing more to tell.
    }
    close();
    return new NotThereException((said + "\n" + errors).strip(), lost, false);
  }

  private String noise() {
    return new String(before.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /**
   * Sends a script and reads its answer.
   *
   * @param onLate called with this shell and the number of the job whose time is up; it shall end
   *     that job on the host
   * @throws NotThereException when the loop turns out not to be there: nothing was run
   */
  Reply converse(Script script, Limits limits, BiConsumer<Shell, Integer> onLate)
      throws NotThereException {
    Transfer.send(script, pipe.input());
    if (!greeted) {
      awaitGreeting(limits.grace());
    }
    Frame frame = new Frame(script);
    Optional<String> broken = Optional.empty();
    int late = -1;
    long deadline = deadline(script, 0, limits);
    try {
      frame.accept(ByteBuffer.wrap(before.getBytes(StandardCharsets.ISO_8859_1)));
      before = "";
      while (!frame.complete() && broken.isEmpty()) {
        int inFlight = frame.ended();
        switch (pump.next(deadline)) {
          case Pump.Next.Piece(ByteBuffer bytes) -> {
            frame.accept(bytes);
            if (frame.ended() > inFlight || inFlight == script.size()) {
              deadline = deadline(script, frame.ended(), limits);
            }
          }
          case Pump.Next.Late() -> {
            if (late == inFlight || inFlight == script.size()) {
              broken = Optional.of("the host does not answer any more");
            } else {
              late = inFlight;
              frame.late(inFlight);
              onLate.accept(this, inFlight);
              deadline = System.nanoTime() + limits.grace().toNanos();
            }
          }
          case Pump.Next.Ended(var why) ->
              broken = Optional.of(why == null ? "the shell on the host ended" : why);
        }
      }
    } catch (Frame.BrokenException e) {
      broken = Optional.of(String.valueOf(e.getMessage()));
    }
    if (broken.isPresent() || frame.shellEnds()) {
      close();
    }
    return frame.reply(missing(script, late, frame.ended(), broken.orElse("")));
  }

  /**
   * Runs one command with its input and output streamed. The shell, which must have greeted, is
   * that command's from here on and ends with it.
   */
  StreamedCommand stream(Streamed streamed, Duration limit, Runnable onLate) {
    try {
      pipe.input().write(streamed.head());
      pipe.input().flush();
    } catch (IOException e) {
      pump.finish(new Pump.Next.Ended(String.valueOf(e.getMessage())));
    }
    streamed.accept(ByteBuffer.wrap(before.getBytes(StandardCharsets.ISO_8859_1)));
    before = "";
    return new StreamedCommand(pipe, pump, streamed, limit, onLate);
  }

  private static IntFunction<Exec> missing(Script script, int late, int inFlight, String why) {
    return job ->
        late == inFlight && job == inFlight
            ? new Exec.TimedOut(script.limit(job))
            : new Exec.Lost(
                late == inFlight ? "another command on the same shell did not end in time" : why);
  }

  private static long deadline(Script script, int job, Limits limits) {
    Duration limit = job < script.size() ? script.limit(job) : limits.grace();
    return System.nanoTime() + limit.toNanos();
  }

  /** Leaves the shell; the loop ends when it is done with what it is busy with. Any thread may. */
  void close() {
    closed = true;
    pump.finish(new Pump.Next.Ended("plumb closed the shell"));
    pipe.close();
  }
}
