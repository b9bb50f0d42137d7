package dev.plumb.transport;

import dev.plumb.remote.Exec;
import dev.plumb.remote.Reply;
import dev.plumb.remote.batch.ReplyParser;
import dev.plumb.remote.batch.Script;
import dev.plumb.remote.batch.StreamedScript;
import dev.plumb.remote.batch.Timeouts;
import dev.plumb.value.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/**
 * One long-lived shell of one user on a host, which runs the loop of {@link
 * dev.plumb.remote.batch.ShellLoop} and the conversation with it. Used by one thread at a time.
 */
final class Shell {

  /** The shell exited or timed out before its greeting. */
  static final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether the connection was lost, so that the shell may have started. */
    final boolean connectionLost;

    /** Whether the password was requested again after it was sent. */
    final boolean wrongPassword;

    StartException(String said, boolean lost, boolean wrongPassword) {
      super(said, null, false, false);
      this.connectionLost = lost;
      this.wrongPassword = wrongPassword;
    }

    String output() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * How a shell is started.
   *
   * @param greeting the first output of the loop
   * @param prompt the password prompt
   */
  record Handshake(String greeting, String prompt, Optional<Secret> password) {}

  private static final int MAX_OUTPUT_BEFORE_GREETING = 256 * 1024;

  private final RemoteProcess pipe;
  private final BackgroundReader pump;
  private final Handshake entry;
  private boolean greeted;
  private boolean passwordGiven;
  private boolean closed;
  private String before = "";
  private String processId = "";
  private String folder = "";

  Shell(RemoteProcess pipe, Handshake entry) {
    this.pipe = pipe;
    this.pump = BackgroundReader.of(pipe.output());
    this.entry = entry;
  }

  boolean isUsable() {
    return !closed && !pump.isEnded();
  }

  boolean hasGreeted() {
    return greeted;
  }

  /** Returns the process id of the loop. */
  String processId() {
    return processId;
  }

  /** Returns the loop's directory on the host. */
  String folder() {
    return folder;
  }

  /** Waits for the greeting, and sends the password only when prompted. */
  void awaitGreeting(Duration atMost) throws StartException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!greeted) {
      switch (pump.next(deadline)) {
        case BackgroundReader.ReadResult.Data(ByteBuffer bytes) -> {
          before += StandardCharsets.ISO_8859_1.decode(bytes);
          if (before.length() > MAX_OUTPUT_BEFORE_GREETING) {
            throw notThere("It printed without end: " + before.substring(0, 200), false);
          }
          answerPrompt();
          readGreeting();
        }
        case BackgroundReader.ReadResult.TimedOut() ->
            throw notThere(outputBeforeGreeting(), false);
        case BackgroundReader.ReadResult.Ended(var why) ->
            throw why == null ? notThere(outputBeforeGreeting(), false) : notThere(why, true);
      }
    }
  }

  private void answerPrompt() throws StartException {
    int at = entry.password().isPresent() ? before.indexOf(entry.prompt()) : -1;
    if (at < 0) {
      return;
    }
    before = before.substring(at + entry.prompt().length());
    if (passwordGiven) {
      close();
      throw new StartException(outputBeforeGreeting(), false, true);
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
      processId = words[1];
      folder = words[2];
      before = before.substring(end + 1);
      greeted = true;
    }
  }

  private StartException notThere(String said, boolean lost) {
    String errors = "";
    try {
      errors = pump.isEnded() ? pipe.errors() : "";
    } catch (IOException _) {
      // There is no more output to report.
    }
    close();
    return new StartException((said + "\n" + errors).strip(), lost, false);
  }

  private String outputBeforeGreeting() {
    return new String(before.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /**
   * Sends a script and reads its reply.
   *
   * @param onLate receives this shell and the number of the job that timed out; must kill that job
   *     on the host
   * @throws StartException if the shell did not start: nothing was run
   */
  Reply exchange(Script script, Timeouts limits, BiConsumer<Shell, Integer> onLate)
      throws StartException {
    ScriptSender.send(script, pipe.input());
    if (!greeted) {
      awaitGreeting(limits.grace());
    }
    ReplyParser frame = new ReplyParser(script);
    Optional<String> broken = Optional.empty();
    int late = -1;
    long deadline = deadline(script, 0, limits);
    try {
      frame.accept(ByteBuffer.wrap(before.getBytes(StandardCharsets.ISO_8859_1)));
      before = "";
      while (!frame.isComplete() && broken.isEmpty()) {
        int inFlight = frame.endedJobs();
        switch (pump.next(deadline)) {
          case BackgroundReader.ReadResult.Data(ByteBuffer bytes) -> {
            frame.accept(bytes);
            if (frame.endedJobs() > inFlight || inFlight == script.size()) {
              deadline = deadline(script, frame.endedJobs(), limits);
            }
          }
          case BackgroundReader.ReadResult.TimedOut() -> {
            if (late == inFlight || inFlight == script.size()) {
              broken = Optional.of("the host does not answer any more");
            } else {
              late = inFlight;
              frame.timedOut(inFlight);
              onLate.accept(this, inFlight);
              deadline = System.nanoTime() + limits.grace().toNanos();
            }
          }
          case BackgroundReader.ReadResult.Ended(var why) ->
              broken = Optional.of(why == null ? "the shell on the host ended" : why);
        }
      }
    } catch (ReplyParser.ProtocolException e) {
      broken = Optional.of(String.valueOf(e.getMessage()));
    }
    if (broken.isPresent() || frame.shellExits()) {
      close();
    }
    return frame.reply(missing(script, late, frame.endedJobs(), broken.orElse("")));
  }

  /**
   * Runs one command with streamed input and output. The shell, which must have greeted, belongs to
   * that command and ends with it.
   */
  ShellProcess stream(StreamedScript streamed, Duration limit, Runnable onLate) {
    try {
      pipe.input().write(streamed.header());
      pipe.input().flush();
    } catch (IOException e) {
      pump.finish(new BackgroundReader.ReadResult.Ended(String.valueOf(e.getMessage())));
    }
    streamed.accept(ByteBuffer.wrap(before.getBytes(StandardCharsets.ISO_8859_1)));
    before = "";
    return new ShellProcess(pipe, pump, streamed, limit, onLate);
  }

  private static IntFunction<Exec> missing(Script script, int late, int inFlight, String why) {
    return job ->
        late == inFlight && job == inFlight
            ? new Exec.TimedOut(script.timeout(job))
            : new Exec.Lost(
                late == inFlight ? "another command on the same shell did not end in time" : why);
  }

  private static long deadline(Script script, int job, Timeouts limits) {
    Duration limit = job < script.size() ? script.timeout(job) : limits.grace();
    return System.nanoTime() + limit.toNanos();
  }

  /** Closes the shell; the loop exits after its current work. Any thread may call it. */
  void close() {
    closed = true;
    pump.finish(new BackgroundReader.ReadResult.Ended("plumb closed the shell"));
    pipe.close();
  }
}
