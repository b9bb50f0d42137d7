package dev.plumb.module.command;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command with its options, how it is planned, and its result.
 *
 * @param shown the value of {@code cmd} in the result
 */
record CommandInvocation(Command command, CommandOptions options, Value shown) {

  CommandInvocation {
    command = options.applyTo(command);
  }

  /** The number of lines of standard error in an error. */
  private static final int TAIL = 10;

  Probe<CommandState> probePromisedReadOnly() {
    Probe<CommandState> itself =
        new Probe<>(List.of(command), endings -> readResult(command, endings.getFirst()));
    // Both are sent together; as the command changes nothing, running it does no harm even if the
    // guards then say that it is not due.
    return Probe.combine(
        options.probe(),
        itself,
        (guard, answer) -> guard instanceof CommandState.Due ? answer : guard);
  }

  Plan<CommandState> plan(CommandState state) {
    return switch (state) {
      case CommandState.NotDue _ -> Plan.inSync();
      case CommandState.Due _ ->
          new Plan.Action<>(
              List.of(Change.of("command", "not run", "run", new Step.Run(command))),
              options.hasGuards() ? Plan.CheckVerdict.CHANGES : Plan.CheckVerdict.UNKNOWN);
      case CommandState.NoWorkingDirectory missing ->
          Plan.blocked(
              Diagnostic.error(
                  "No such directory",
                  "The working directory of the command, %s, does not exist, so its guards cannot be evaluated."
                      .formatted(missing.directory())));
      case CommandState.Completed answer ->
          answer.status() == 0 ? Plan.inSync() : Plan.blocked(failed(answer));
    };
  }

  Map<String, Value> result(CommandState state, List<Exec> ran) {
    Map<String, Value> result = new LinkedHashMap<>();
    result.put("cmd", shown);
    if (!ran.isEmpty() && resultOf(ran.getLast()) instanceof CommandState.Completed answer) {
      add(result, answer.status(), answer.stdout(), answer.stderr());
      return result;
    }
    switch (state) {
      case CommandState.Completed answer ->
          add(result, answer.status(), answer.stdout(), answer.stderr());
      case CommandState.NotDue(String why) -> {
        add(result, 0, "skipped, since " + why, "");
        result.put("msg", Value.text("Did not run command since " + why));
      }
      case CommandState.Due _, CommandState.NoWorkingDirectory _ -> {}
    }
    return result;
  }

  private static void add(Map<String, Value> result, int status, String stdout, String stderr) {
    String out = withoutTrailingNewlines(stdout);
    String err = withoutTrailingNewlines(stderr);
    result.put("rc", Value.number(status));
    result.put("stdout", Value.text(out));
    result.put("stderr", Value.text(err));
    result.put("stdout_lines", Value.texts(out.lines().toList()));
    result.put("stderr_lines", Value.texts(err.lines().toList()));
  }

  /** As in Ansible's results. */
  private static String withoutTrailingNewlines(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  private static Reading<CommandState> readResult(Command command, Exec ending) {
    CommandState state = resultOf(ending);
    return state instanceof CommandState.Completed
        ? Reading.of(state)
        : Reading.unreadable(
            switch (ending) {
              case Exec.TimedOut late ->
                  command + " did not finish within " + late.timeout().toSeconds() + " s.";
              case Exec.Lost lost ->
                  "The connection was lost during " + command + ": " + lost.reason();
              case Exec.Exited _, Exec.Killed _ -> command + " gave no answer.";
            });
  }

  private static CommandState resultOf(Exec ending) {
    return switch (ending) {
      case Exec.Exited exited ->
          new CommandState.Completed(exited.status(), exited.out(), exited.err());
      case Exec.Killed killed ->
          new CommandState.Completed(
              128 + killed.signal(), killed.stdout().utf8(), killed.stderr().utf8());
      case Exec.TimedOut _, Exec.Lost _ -> new CommandState.Due();
    };
  }

  private Diagnostic failed(CommandState.Completed answer) {
    StringBuilder detail =
        new StringBuilder("The command exited with status ").append(answer.status()).append(":\n");
    detail.append("    ").append(command);
    List<String> lines = withoutTrailingNewlines(answer.stderr()).lines().toList();
    if (!lines.isEmpty()) {
      detail.append("\nThe last lines of its standard error:");
      lines
          .subList(Math.max(0, lines.size() - TAIL), lines.size())
          .forEach(line -> detail.append("\n    ").append(line));
    }
    return Diagnostic.error("Command failed", detail.toString());
  }
}
