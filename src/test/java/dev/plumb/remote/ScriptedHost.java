package dev.plumb.remote;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host that answers from a script, and fails on anything the script does not hold.
 *
 * <p>A line of the script answers one question or one step, once. Several lines for the same
 * question are used in the order given. Like a real transport it asks equal questions of one
 * request once, stops at the first step that fails, and then answers no question. Closing it fails
 * when lines are left, and repeats the first failure, so that a failure which the code under test
 * swallowed is still seen.
 */
public final class ScriptedHost implements RemoteHost {

  private record Line(RunAs as, Object what) {
    @Override
    public String toString() {
      return "as " + as + ": " + what;
    }
  }

  private final Map<Line, Deque<Exec>> script = new LinkedHashMap<>();
  private final Map<Line, Exec> standing = new LinkedHashMap<>();
  private final Set<Line> standingUsed = new HashSet<>();
  private final List<List<Request>> sent = new ArrayList<>();
  private final List<Bytes> streamed = new ArrayList<>();
  private final Deque<Diagnostic> refusals = new ArrayDeque<>();
  private @Nullable AssertionError firstFailure;
  private boolean abandoned;

  /** Answers this question once, asked as the login user. */
  public ScriptedHost expect(Command question, Exec ending) {
    return expect(RunAs.LOGIN, question, ending);
  }

  /** Answers this question once. */
  public ScriptedHost expect(RunAs as, Command question, Exec ending) {
    script.computeIfAbsent(new Line(as, question), _ -> new ArrayDeque<>()).add(ending);
    return this;
  }

  /** Ends this step once, made as the login user. */
  public ScriptedHost expect(Step step, Exec ending) {
    return expect(RunAs.LOGIN, step, ending);
  }

  /** Ends this step once. */
  public ScriptedHost expect(RunAs as, Step step, Exec ending) {
    script.computeIfAbsent(new Line(as, step), _ -> new ArrayDeque<>()).add(ending);
    return this;
  }

  /** Answers this question as often as it is asked, which must be once at least. */
  public ScriptedHost whenever(Command question, Exec ending) {
    return whenever(RunAs.LOGIN, question, ending);
  }

  /** Answers this question as often as it is asked, which must be once at least. */
  public ScriptedHost whenever(RunAs as, Command question, Exec ending) {
    standing.put(new Line(as, question), ending);
    return this;
  }

  /** The next send finds no connection. */
  public ScriptedHost refuse(Diagnostic reason) {
    refusals.add(reason);
    return this;
  }

  @Override
  public List<Reply> send(List<Request> requests) {
    if (!refusals.isEmpty()) {
      throw new UnreachableException(refusals.remove());
    }
    sent.add(List.copyOf(requests));
    return requests.stream().map(this::answer).toList();
  }

  private Reply answer(Request request) {
    List<Exec> steps = new ArrayList<>();
    for (Step step : request.steps()) {
      Exec ending = next(new Line(request.runAs(), step));
      steps.add(ending);
      if (!(ending instanceof Exec.Exited exited && exited.succeeded())) {
        return new Reply(steps, List.of());
      }
    }
    Map<Command, Exec> answers = new HashMap<>();
    List<Exec> inOrder = new ArrayList<>();
    for (Command question : request.questions()) {
      inOrder.add(
          answers.computeIfAbsent(question, asked -> next(new Line(request.runAs(), asked))));
    }
    return new Reply(steps, inOrder);
  }

  /**
   * The script's line for the command tells the end, and what it prints. What is streamed to it is
   * kept in {@link #streamed()}.
   */
  @Override
  public StreamedProcess stream(RunAs as, Command command) {
    if (!refusals.isEmpty()) {
      throw new UnreachableException(refusals.remove());
    }
    sent.add(List.of(new Request(as, List.of(new Step.Run(command)), List.of())));
    Exec ending = next(new Line(as, command));
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    Bytes printed = ending instanceof Exec.Exited exited ? exited.stdout() : Bytes.EMPTY;
    ByteArrayInputStream output = new ByteArrayInputStream(printed.toArray());
    return new StreamedProcess() {
      @Override
      public OutputStream input() {
        return input;
      }

      @Override
      public InputStream output() {
        return output;
      }

      @Override
      public Exec waitFor() {
        return ending;
      }

      @Override
      public void close() {
        streamed.add(Bytes.of(input.toByteArray()));
      }
    };
  }

  /** What was streamed to each program that was given up or had ended, in that order. */
  public List<Bytes> streamed() {
    return List.copyOf(streamed);
  }

  private Exec next(Line line) {
    Deque<Exec> endings = script.get(line);
    if (endings != null && !endings.isEmpty()) {
      return endings.remove();
    }
    Exec ending = standing.get(line);
    if (ending == null) {
      throw fail("The script does not hold this line (any more):\n    " + line + "\n" + left());
    }
    standingUsed.add(line);
    return ending;
  }

  private String left() {
    StringBuilder text = new StringBuilder();
    script.forEach(
        (line, endings) -> {
          if (!endings.isEmpty()) {
            text.append("    ").append(line).append(" (").append(endings.size()).append("x)\n");
          }
        });
    for (Line line : standing.keySet()) {
      if (!standingUsed.contains(line)) {
        text.append("    ").append(line).append(" (once at least)\n");
      }
    }
    return text.isEmpty() ? "Nothing is left in it." : "Left in it:\n" + text;
  }

  private AssertionError fail(String message) {
    AssertionError failure = new AssertionError(message);
    if (firstFailure == null) {
      firstFailure = failure;
    }
    return failure;
  }

  /** What was sent, one entry for each round trip. */
  public List<List<Request>> sent() {
    return List.copyOf(sent);
  }

  @Override
  public int roundTrips() {
    return sent.size();
  }

  @Override
  public void abort() {
    abandoned = true;
  }

  public boolean abandoned() {
    return abandoned;
  }

  @Override
  public void close() {
    if (firstFailure != null) {
      throw firstFailure;
    }
    String left = left();
    if (left.startsWith("Left")) {
      throw new AssertionError("The host was closed before its script was at its end. " + left);
    }
  }
}
