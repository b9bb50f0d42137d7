package dev.plumb.module.command;

import dev.plumb.remote.Command;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What decides whether a command is to be run at all; asked for real, in a check too. */
record Guards(
    Optional<String> creates,
    Optional<String> removes,
    List<String> unless,
    List<String> onlyif,
    Optional<String> chdir) {

  // The pattern is expanded by the shell; the empty IFS keeps a path with spaces in one piece. A
  // link counts as there even when it leads nowhere.
  private static final String EXISTS =
      "case $1 in '~/'*) set -- \"$HOME/${1#??}\" ;; esac; IFS=; for f in $1; do"
          + " if [ -e \"$f\" ] || [ -L \"$f\" ]; then exit 0; fi; done; exit 1";

  /** Whether there is a guard at all. */
  boolean any() {
    return creates.isPresent() || removes.isPresent() || !unless.isEmpty() || !onlyif.isEmpty();
  }

  Probe<CommandState> probe() {
    if (!any()) {
      return Probe.constant(new CommandState.Due());
    }
    List<Probe<CommandState>> guards = new ArrayList<>();
    // Without the folder every guard would fail, and a failed look is no answer.
    chdir.ifPresent(
        folder ->
            guards.add(
                guard(
                    Command.of("test", "-d", folder),
                    true,
                    new CommandState.NoWorkingDirectory(folder))));
    creates.ifPresent(path -> guards.add(guard(exists(path), false, notDue(path + " exists"))));
    removes.ifPresent(
        path -> guards.add(guard(exists(path), true, notDue(path + " does not exist"))));
    unless.forEach(
        line -> guards.add(guard(line(line), false, notDue("\"unless\" holds: " + line))));
    onlyif.forEach(
        line -> guards.add(guard(line(line), true, notDue("\"onlyif\" does not hold: " + line))));
    return Probe.all(guards)
        .map(
            states ->
                states.stream()
                    .filter(state -> !(state instanceof CommandState.Due))
                    .findFirst()
                    .orElseGet(CommandState.Due::new));
  }

  private static Probe<CommandState> guard(
      Command question, boolean dueWhenItHolds, CommandState otherwise) {
    return Probe.of(
        question,
        answer ->
            Reading.of(answer.succeeded() == dueWhenItHolds ? new CommandState.Due() : otherwise));
  }

  private static CommandState notDue(String why) {
    return new CommandState.NotDue(why);
  }

  private Command exists(String path) {
    return inFolder(Command.shell(EXISTS, path));
  }

  private Command line(String line) {
    return inFolder(Command.shell(line));
  }

  private Command inFolder(Command command) {
    return chdir.map(command::inFolder).orElse(command);
  }
}
