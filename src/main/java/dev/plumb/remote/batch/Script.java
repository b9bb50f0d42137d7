package dev.plumb.remote.batch;

import dev.plumb.remote.Command;
import dev.plumb.remote.Request;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request as text for {@link ShellLoop}, and the payloads that follow on its standard input.
 *
 * <p>A step that fails ends the script. If payloads were still to come, the loop exits as well:
 * nothing would read them.
 */
public final class Script {

  private final String nonce;
  private final StringBuilder text = new StringBuilder();
  private final List<Content> payloads = new ArrayList<>();
  private final List<Job> jobs = new ArrayList<>();
  private final Timeouts limits;
  private final int questions;

  private Script(Request request, String nonce, Timeouts limits) {
    this.nonce = nonce;
    this.limits = limits;
    this.questions = request.questions().size();
  }

  /**
   * Compiles a request.
   *
   * @param nonce unguessable hexadecimal digits that mark plumb's own output
   */
  public static Script of(Request request, String nonce, Timeouts limits) {
    Script script = new Script(request, nonce, limits);
    if (request.steps().stream().anyMatch(Step.Write.class::isInstance)) {
      script.text.append(WriteScript.FUNCTION);
    }
    List<Step> steps = request.steps();
    int toCome = (int) steps.stream().filter(Script::hasPayload).count();
    toCome += (int) request.questions().stream().distinct().filter(Script::hasInput).count();
    for (Step step : steps) {
      toCome -= hasPayload(step) ? 1 : 0;
      // A failed write may have left its content unread.
      boolean outOfStep = toCome > 0 || step instanceof Step.Write;
      script.add(step, outOfStep ? "{ finish bye; exit; }" : "{ finish stay; return; }");
    }
    QuestionMerger.merge(request.questions()).forEach(script::add);
    script.text.append("finish stay\n");
    return script;
  }

  /** Returns the header line and the script, which are sent first. */
  public byte[] header() {
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    byte[] line = (nonce + " " + body.length + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[line.length + body.length];
    System.arraycopy(line, 0, all, 0, line.length);
    System.arraycopy(body, 0, all, line.length, body.length);
    return all;
  }

  /**
   * Returns what follows the header, in order: the exact bytes of each content, then a line {@code
   * ok}, or another line that says why the content is not the promised one.
   */
  public List<Content> payloads() {
    return List.copyOf(payloads);
  }

  /** Returns the number of its processes. */
  public int size() {
    return jobs.size();
  }

  /** Returns the timeout of a job. */
  public Duration timeout(int job) {
    return jobs.get(job).limit();
  }

  String nonce() {
    return nonce;
  }

  List<Job> jobs() {
    return jobs;
  }

  int questions() {
    return questions;
  }

  private void add(Step step, String otherwise) {
    int job = jobs.size();
    switch (step) {
      case Step.Run(Command command) -> {
        text.append(process(job, command, command.words())).append("; ended ").append(job);
        text.append(" $?");
        Duration limit = command.timeout().orElse(limits.step());
        jobs.add(new Job.StepJob(limit, limit));
      }
      case Step.Write write -> {
        payloads.add(write.content());
        text.append(WriteScript.call(job, write, nonce))
            .append("; ended ")
            .append(job)
            .append(" $?");
        // A slow connection must not abort a large file: 50 kB/s are enough.
        Duration limit = limits.step().plusSeconds(write.content().size() / 50_000);
        jobs.add(new Job.StepJob(limit, limit));
      }
      case Step.Pipe feed ->
          throw new IllegalArgumentException("must not be part of a request: " + feed);
      case Step.Await(Command until, Duration atMost, Duration every) -> {
        text.append("e=$(( $(date +%s) + ").append(seconds(atMost)).append(" )); ");
        text.append(storeInput(job, until)).append("while :; do ");
        text.append(body(job, until, until.words()));
        text.append("; s=$?; [ $s = 0 ] && break; ");
        text.append("[ $(date +%s) -ge $e ] && { s=late; break; }; ");
        text.append("sleep ").append(decimal(every)).append(" || sleep 1; done; ");
        text.append("ended ").append(job).append(" $s");
        Duration limit =
            atMost.plus(until.timeout().orElse(limits.question())).plus(limits.grace());
        jobs.add(new Job.StepJob(limit, atMost));
      }
      case Step.Reconnect _ ->
          throw new IllegalArgumentException("must be steps over one connection");
    }
    text.append("; [ $s = 0 ] || ").append(otherwise).append('\n');
  }

  private void add(QuestionMerger.MergedQuestion process) {
    int job = jobs.size();
    Command command = process.command();
    text.append(process(job, command, process.words()))
        .append("; ended ")
        .append(job)
        .append(" $?\n");
    Duration limit = command.timeout().orElse(limits.question());
    jobs.add(
        process.arguments().size() == 1
            ? new Job.QuestionJob(limit, process.places().getFirst())
            : new Job.MergedJob(limit, process.arguments(), process.places()));
  }

  private String process(int job, Command command, List<String> words) {
    return storeInput(job, command) + body(job, command, words);
  }

  private String storeInput(int job, Command command) {
    if (!hasInput(command)) {
      return "";
    }
    payloads.add(new Content.Inline(command.input()));
    return "input " + job + " " + command.input().size() + " || exit; ";
  }

  private static String body(int job, Command command, List<String> words) {
    String input = hasInput(command) ? "\"$d/" + job + ".i\"" : "/dev/null";
    return Subshell.text(command, words, Optional.empty()) + " <" + input + redirections(job);
  }

  static String redirections(int job) {
    return " >\"$d/" + job + ".o\" 2>\"$d/" + job + ".e\"";
  }

  private static boolean hasPayload(Step step) {
    return switch (step) {
      case Step.Write _ -> true;
      case Step.Run(Command command) -> hasInput(command);
      case Step.Await await -> hasInput(await.condition());
      case Step.Pipe _, Step.Reconnect _ -> false;
    };
  }

  private static boolean hasInput(Command command) {
    return !command.input().equals(Bytes.EMPTY);
  }

  private static long seconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }

  private static String decimal(Duration every) {
    long millis = Math.max(50, every.toMillis());
    return millis / 1000 + "." + String.valueOf(1000 + millis % 1000).substring(1);
  }
}
