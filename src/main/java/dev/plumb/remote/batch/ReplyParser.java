package dev.plumb.remote.batch;

import dev.plumb.remote.Exec;
import dev.plumb.remote.Reply;
import dev.plumb.value.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parses the output of a {@link Script} piece by piece. Outputs may contain any bytes. Used by one
 * thread at a time.
 *
 * <p>First one line for each process as it ends: {@code NONCE JOB STATUS [o][e]}. Then {@code NONCE
 * data}, and behind it all outputs that are not empty, in order, each with the nonce at its end.
 * Then {@code NONCE done stay} or {@code bye}.
 */
public final class ReplyParser {

  /** The output violates the protocol, or exceeds the maximum size. */
  public static final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
      super(message, null, false, false);
    }
  }

  /** The maximum output of one request. */
  private static final int MAX_BYTES = 64 << 20;

  private static final int MAX_SIGNAL = 64;

  /** How a process ended: its status word, and whether it printed output. */
  private record Ending(String status, boolean out, boolean err) {}

  private final Script script;
  private final byte[] nonce;
  private final List<Ending> endings = new ArrayList<>();
  private final List<Bytes> outputs = new ArrayList<>();
  private final Set<Integer> timedOut = new HashSet<>();
  private byte[] bytes = new byte[8192];
  private int start;
  private int scanned;
  private int end;
  private int outputsToCome;
  private boolean inData;
  private boolean isComplete;
  private boolean shellExits;

  public ReplyParser(Script script) {
    this.script = script;
    this.nonce = script.nonce().getBytes(StandardCharsets.US_ASCII);
  }

  /** Accepts the next piece. */
  public void accept(ByteBuffer piece) {
    int length = piece.remaining();
    if (end + length > bytes.length) {
      makeRoom(length);
    }
    piece.get(bytes, end, length);
    end += length;
    boolean more = true;
    while (more && !isComplete) {
      more = (inData && outputsToCome > 0) ? nextOutput() : nextLine();
    }
  }

  private void makeRoom(int length) {
    int held = end - start;
    if (held + length > MAX_BYTES) {
      throw new ProtocolException(
          "the commands printed more than " + (MAX_BYTES >> 20) + " MiB in one go");
    }
    byte[] target =
        held + length > bytes.length ? new byte[Math.max(bytes.length * 2, held + length)] : bytes;
    System.arraycopy(bytes, start, target, 0, held);
    bytes = target;
    scanned -= start;
    end = held;
    start = 0;
  }

  private boolean nextOutput() {
    int at = indexOfNonce();
    if (at < 0) {
      scanned = Math.max(start, end - nonce.length + 1);
      return false;
    }
    outputs.add(Bytes.of(bytes, start, at));
    start = at + nonce.length;
    scanned = start;
    outputsToCome--;
    return true;
  }

  private int indexOfNonce() {
    for (int i = Math.max(scanned, start); i <= end - nonce.length; i++) {
      if (bytes[i] == nonce[0]
          && Arrays.equals(bytes, i, i + nonce.length, nonce, 0, nonce.length)) {
        return i;
      }
    }
    return -1;
  }

  private boolean nextLine() {
    int newline = Math.max(scanned, start);
    while (newline < end && bytes[newline] != '\n') {
      newline++;
    }
    scanned = newline;
    if (newline == end) {
      return false;
    }
    String line = new String(bytes, start, newline - start, StandardCharsets.ISO_8859_1);
    start = newline + 1;
    scanned = start;
    readLine(line);
    return true;
  }

  private void readLine(String line) {
    String[] words = line.split(" ", -1);
    if (!words[0].equals(script.nonce())) {
      throw protocolError(line);
    }
    if (!inData && words.length == 2 && words[1].equals("data")) {
      inData = true;
    } else if (!inData && words.length == 4 && words[1].equals(String.valueOf(endings.size()))) {
      Ending ending = new Ending(words[2], words[3].contains("o"), words[3].contains("e"));
      endings.add(ending);
      outputsToCome += (ending.out() ? 1 : 0) + (ending.err() ? 1 : 0);
    } else if (inData && words.length == 3 && words[1].equals("done") && allJobsRan()) {
      isComplete = true;
      shellExits = words[2].equals("bye");
    } else {
      throw protocolError(line);
    }
  }

  private boolean allJobsRan() {
    int ended = endings.size();
    boolean stopped =
        ended > 0
            && script.jobs().get(ended - 1) instanceof Job.StepJob
            && !endings.getLast().status().equals("0");
    return stopped || ended == script.size();
  }

  private static ProtocolException protocolError(String line) {
    return new ProtocolException(
        "the shell on the host answered out of step, with: "
            + line.substring(0, Math.min(200, line.length())));
  }

  /** Returns the number of ended processes; the next one is running. */
  public int endedJobs() {
    return endings.size();
  }

  /** Returns whether the reply is complete. */
  public boolean isComplete() {
    return isComplete;
  }

  /** Returns whether the shell exits after this reply. */
  public boolean shellExits() {
    return shellExits;
  }

  /** Records that a job was killed because of its timeout. */
  public void timedOut(int job) {
    timedOut.add(job);
  }

  /**
   * Returns the reply as far as it was received.
   *
   * @param missing the result of a job whose end or output was not received
   */
  public Reply reply(IntFunction<Exec> missing) {
    List<Exec> steps = new ArrayList<>();
    @Nullable Exec[] answers = new @Nullable Exec[script.questions()];
    int output = 0;
    for (int job = 0; job < script.jobs().size(); job++) {
      boolean ended = job < endings.size();
      Exec exec = null;
      if (ended) {
        Ending ending = endings.get(job);
        Bytes out = ending.out() ? output(output++) : Bytes.EMPTY;
        Bytes err = ending.err() ? output(output++) : Bytes.EMPTY;
        exec = exec(job, ending, out, err);
      }
      switch (script.jobs().get(job)) {
        case Job.StepJob _ -> {
          Exec of = exec == null ? missing.apply(job) : exec;
          steps.add(of);
          if (!(of instanceof Exec.Exited exited && exited.succeeded())) {
            return new Reply(steps, List.of());
          }
        }
        case Job.QuestionJob question -> {
          Exec of = exec == null || isTruncated(job) ? missing.apply(job) : exec;
          question.places().forEach(place -> answers[place] = of);
        }
        case Job.MergedJob many -> {
          Exec of = exec == null || isTruncated(job) ? missing.apply(job) : exec;
          AnswerSplitter.split(many, of, answers);
        }
      }
    }
    List<Exec> inOrder = new ArrayList<>();
    for (Exec answer : answers) {
      if (answer == null) {
        throw new IllegalStateException("A question has no process. This is a bug in plumb.");
      }
      inOrder.add(answer);
    }
    return new Reply(steps, inOrder);
  }

  private Bytes output(int index) {
    return index < outputs.size() ? outputs.get(index) : Bytes.EMPTY;
  }

  private boolean isTruncated(int job) {
    int before = 0;
    for (int i = 0; i <= job; i++) {
      before += (endings.get(i).out() ? 1 : 0) + (endings.get(i).err() ? 1 : 0);
    }
    Ending mine = endings.get(job);
    return (mine.out() || mine.err()) && before > outputs.size();
  }

  private Exec exec(int job, Ending ending, Bytes out, Bytes err) {
    if (ending.status().equals("late")
        && script.jobs().get(job) instanceof Job.StepJob(var _, var timeout)) {
      return new Exec.TimedOut(timeout);
    }
    int status;
    try {
      status = Integer.parseInt(ending.status());
    } catch (NumberFormatException _) {
      throw protocolError(ending.status());
    }
    // A command that succeeded just before it was killed has done its work.
    if (timedOut.contains(job) && status != 0) {
      return new Exec.TimedOut(script.timeout(job));
    }
    return ending(status, out, err);
  }

  /** Converts a status as a shell reports it. */
  static Exec ending(int status, Bytes out, Bytes err) {
    return status > 128 && status <= 128 + MAX_SIGNAL
        ? new Exec.Killed(status - 128, out, err)
        : new Exec.Exited(status, out, err);
  }
}
