package dev.plumb.engine.host;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import java.util.List;
import java.util.stream.Collectors;

/** Explains why a step failed, and which steps completed before it. */
public final class StepFailure {

  private static final int MAX_OUTPUT_LINES = 20;

  private StepFailure() {}

  /** Returns whether all steps ran and succeeded. */
  public static boolean allSucceeded(List<Step> steps, List<Exec> endings) {
    return endings.size() == steps.size()
        && endings.stream().allMatch(e -> e instanceof Exec.Exited x && x.succeeded());
  }

  public static Diagnostic explain(List<Step> steps, List<Exec> endings) {
    int failed = Math.max(0, endings.size() - 1);
    Step step = steps.get(failed);
    String what = "    " + step;
    String detail =
        switch (endings.get(failed)) {
          case Exec.Exited(int status, var out, var err) ->
              "It exited with status %d:\n%s%s"
                  .formatted(status, what, tail("standard error", err.utf8(), out.utf8()));
          case Exec.Killed(int signal, var out, var err) ->
              "It was killed by signal %d:\n%s%s"
                  .formatted(signal, what, tail("standard error", err.utf8(), out.utf8()));
          case Exec.TimedOut(var limit) ->
              "It did not finish within %d s and may still be running:\n%s"
                  .formatted(limit.toSeconds(), what);
          case Exec.Lost(String why) ->
              "The connection was lost (%s), so its result is unknown:\n%s\nRun plumb again: it probes the host first and continues from there."
                  .formatted(why, what);
        };
    return Diagnostic.error(
        switch (step) {
          case Step.Run _ -> "Command failed";
          case Step.Pipe _ -> "Stream failed";
          case Step.Write _ -> "File not written";
          case Step.Await _ -> "Timed out waiting";
          case Step.Reconnect _ -> "Not confirmed over a new connection";
        },
        detail + (step instanceof Step.Reconnect ? "" : completedSteps(steps, failed)));
  }

  /** The last lines of standard error, or of standard output if that is empty. */
  private static String tail(String name, String err, String out) {
    boolean nothing = err.isBlank();
    List<String> lines = (nothing ? out : err).stripTrailing().lines().toList();
    if (lines.isEmpty() || (nothing && out.isBlank())) {
      return "\nIt produced no output.";
    }
    return "\nIts last lines on "
        + (nothing ? "standard output" : name)
        + ":\n"
        + lines.stream()
            .skip(Math.max(0, lines.size() - MAX_OUTPUT_LINES))
            .map(line -> "    " + line)
            .collect(Collectors.joining("\n"));
  }

  private static String completedSteps(List<Step> steps, int failed) {
    if (failed == 0) {
      return "";
    }
    return "\nThese steps completed before it and remain in effect:\n"
        + steps.subList(0, failed).stream()
            .map(step -> "    " + step)
            .collect(Collectors.joining("\n"))
        + "\nAnother run continues from here.";
  }
}
