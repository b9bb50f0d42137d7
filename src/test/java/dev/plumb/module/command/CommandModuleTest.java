package dev.plumb.module.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan.CheckVerdict;
import dev.plumb.module.ModuleHarness;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CommandModuleTest {

  private static final CommandState DUE = new CommandState.Due();

  private final ModuleHarness<CommandModule.Spec, CommandState> command =
      ModuleHarness.of(new CommandModule());
  private final ModuleHarness<ShellModule.Spec, CommandState> shell =
      ModuleHarness.of(new ShellModule());

  @Nested
  class Planning {

    @Test
    void reportsUnguardedCommandAsUnknown() {
      command
          .plan("mkfs.ext4 /dev/vdb", DUE)
          .acts(
              CheckVerdict.UNKNOWN,
              """
              command: not run -> run
                run mkfs.ext4 /dev/vdb
              """);
    }

    @Test
    void reportsDueGuardedCommandAsChange() {
      command
          .plan("{cmd: touch /srv/x, creates: /srv/x}", DUE)
          .acts(
              CheckVerdict.CHANGES,
              """
              command: not run -> run
                run touch /srv/x
              """);
    }

    @Test
    void isInSyncWhenGuardSaysNotDue() {
      command
          .plan("{cmd: touch /srv/x, creates: /srv/x}", new CommandState.NotDue("/srv/x exists"))
          .isInSync();
    }

    @Test
    void isBlockedWhenGuardsCannotBeEvaluated() {
      shell
          .plan(
              "{cmd: make, chdir: /srv/app, creates: app}",
              new CommandState.NoWorkingDirectory("/srv/app"))
          .isBlocked("No such directory")
          .fixableByEarlierTask();
    }

    @Test
    void runsLineInRequestedShell() {
      shell
          .plan("{cmd: 'echo a | cat', executable: /bin/bash}", DUE)
          .acts(
              CheckVerdict.UNKNOWN,
              """
              command: not run -> run
                run /bin/bash -c echo a | cat
              """);
    }

    @Test
    void treatsSuccessfulReadOnlyCommandAsInSync() {
      command.plan("uptime", new CommandState.Completed(0, "up\n", "")).isInSync();
    }

    @Test
    void reportsStatusAndLastErrorLinesOfFailedCommand() {
      command
          .plan("etcdctl endpoint health", new CommandState.Completed(1, "", "one\ntwo\n"))
          .isBlocked("Command failed")
          .fixableByEarlierTask()
          .withDetail(
              """
              The command exited with status 1:
                  etcdctl endpoint health
              The last lines of its standard error:
                  one
                  two\
              """);
    }
  }

  @Nested
  class Probing {

    private CommandState found(String yaml, Exec... endings) {
      return new CommandModule().probe(command.read(yaml)).read(List.of(endings))
              instanceof Reading.Observed<CommandState>(CommandState state)
          ? state
          : new CommandState.NotDue("unreadable");
    }

    private static final Exec YES = Exec.Exited.of(0, "", "");
    private static final Exec NO = Exec.Exited.of(1, "", "");

    @Test
    void probesNothingWithoutGuards() {
      assertThat(new CommandModule().probe(command.read("uptime")).questions()).isEmpty();
    }

    @Test
    void reportsWhyCommandIsNotDue() {
      assertThat(found("{cmd: x, creates: /a}", YES))
          .isEqualTo(new CommandState.NotDue("/a exists"));
      assertThat(found("{cmd: x, removes: /a}", NO))
          .isEqualTo(new CommandState.NotDue("/a does not exist"));
      assertThat(found("{cmd: x, unless: test -e /b}", YES))
          .isEqualTo(new CommandState.NotDue("\"unless\" holds: test -e /b"));
      assertThat(found("{cmd: x, onlyif: test -e /b}", NO))
          .isEqualTo(new CommandState.NotDue("\"onlyif\" does not hold: test -e /b"));
    }

    @Test
    void isDueWhenAllGuardsPass() {
      assertThat(found("{cmd: x, creates: /a, removes: /b, onlyif: [a, b]}", NO, YES, YES, YES))
          .isEqualTo(DUE);
    }

    @Test
    void evaluatesGuardsInWorkingDirectory() {
      var questions =
          new CommandModule()
              .probe(command.read("{cmd: x, chdir: /srv, creates: 'a*'}"))
              .questions();

      assertThat(questions.getFirst().words()).endsWith("sh", "/srv");
      assertThat(questions.getLast().folder()).contains("/srv");
      assertThat(questions.getLast().words()).endsWith("sh", "a*");
    }

    @Test
    void treatsGuardTimeoutAsUnreadable() {
      assertThat(
              new CommandModule()
                  .probe(command.read("{cmd: x, unless: test -e /b}"))
                  .read(List.of(new Exec.Lost("gone"))))
          .isInstanceOf(Reading.Unreadable.class);
    }

    @Test
    void probesReadOnlyCommandItself() {
      var probe = new CommandModule().probePromisedReadOnly(command.read("cat /etc/x"));

      assertThat(probe.questions()).hasSize(1);
      assertThat(probe.read(List.of(Exec.Exited.of(3, "a", "b"))))
          .isEqualTo(Reading.of(new CommandState.Completed(3, "a", "b")));
    }
  }

  @Nested
  class Results {

    @Test
    void containCommandOutput() {
      Map<String, Value> result =
          new CommandModule()
              .result(
                  command.read("echo a b"),
                  DUE,
                  List.of(Exec.Exited.of(0, "a b\nc\n\n", "careful\n")));

      assertThat(result)
          .containsEntry("rc", Value.number(0))
          .containsEntry("stdout", Value.text("a b\nc"))
          .containsEntry("stdout_lines", Value.texts(List.of("a b", "c")))
          .containsEntry("stderr", Value.text("careful"))
          .containsEntry("cmd", Value.texts(List.of("echo", "a", "b")));
    }

    @Test
    void containReasonForNotRunning() {
      Map<String, Value> result =
          new ShellModule()
              .result(shell.read("make"), new CommandState.NotDue("/a exists"), List.of());

      assertThat(result)
          .containsEntry("rc", Value.number(0))
          .containsEntry("stdout", Value.text("skipped, since /a exists"));
    }

    @Test
    void reportSignalAsShellStatus() {
      var killed = new Exec.Killed(9, dev.plumb.value.Bytes.EMPTY, dev.plumb.value.Bytes.EMPTY);

      assertThat(new ShellModule().result(shell.read("make"), DUE, List.of(killed)))
          .containsEntry("rc", Value.number(137));
    }
  }

  @Nested
  class ReadingArguments {

    @Test
    void splitsLineLikeAShell() {
      assertThat(Words.split("a 'b c' \"d \\\" $e\" f\\ g ''  h\"i\"j\\\n"))
          .containsExactly("a", "b c", "d \" $e", "f g", "", "hij");
    }

    @Test
    void rejectsUnclosedQuote() {
      command.rejects(
          "echo \"it's",
          "Invalid arguments: The module command must close its quotes, but has an open \" in: echo"
              + " \"it's.");
    }

    @Test
    void rejectsBothCmdAndArgv() {
      command.rejects(
          "{cmd: a, argv: [a]}",
          "Invalid arguments: The module command must have either \"cmd\" or \"argv\".");
    }

    @Test
    void rejectsGuardInsideLine() {
      command.rejects(
          "{cmd: touch /x creates=/x}",
          "Invalid arguments: The module command must have \"creates\" as a separate argument,"
              + " not within the line (if the program itself takes such a word, quote"
              + " \"creates=\").");
    }

    @Test
    void appendsNewlineToStdinUnlessDisabled() {
      assertThat(input("{cmd: cat, stdin: a}")).isEqualTo("a\n");
      assertThat(input("{cmd: cat, stdin: a, stdin_add_newline: false}")).isEqualTo("a");
    }

    private String input(String yaml) {
      return new CommandModule().invocation(command.read(yaml)).command().input().utf8();
    }
  }
}
