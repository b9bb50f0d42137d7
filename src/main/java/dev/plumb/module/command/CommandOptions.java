package dev.plumb.module.command;

import dev.plumb.host.files.FileErrors;
import dev.plumb.module.Arg;
import dev.plumb.remote.Command;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments that {@code command} and {@code shell} share: how the command runs, and the guards
 * that decide whether it runs at all. A check evaluates the guards too.
 */
record CommandOptions(
    @Arg(doc = "The working directory.", example = "/srv") Optional<String> chdir,
    @Arg(
            doc = "A path, or a pattern with * and ?. The command does not run if it exists.",
            example = "/srv/db/version")
        Optional<String> creates,
    @Arg(
            doc = "A path, or a pattern with * and ?. The command runs only if it exists.",
            example = "/srv/db/upgrade")
        Optional<String> removes,
    @Arg(
            doc =
                "Read-only lines for sh, evaluated in a check too. The command does not run if one"
                    + " of them exits with status 0.",
            example = "blkid /dev/vdb")
        List<String> unless,
    @Arg(
            doc =
                "Read-only lines for sh, evaluated in a check too. The command runs only if all of"
                    + " them exit with status 0.",
            example = "test -b /dev/vdb")
        List<String> onlyif,
    @Arg(doc = "Text for the standard input.", example = "yes") Optional<String> stdin,
    @Arg(doc = "Whether a newline is added to stdin.", example = "false", defaultValue = "true")
        boolean stdinAddNewline) {

  // The shell expands the pattern; the empty IFS keeps a path with spaces in one piece. A symbolic
  // link exists even if its target does not.
  private static final String EXISTS =
      "# exists\n"
          + FileErrors.EXISTS
          + """
          case $1 in '~/'*) set -- "$HOME/${1#??}" ;; esac
          IFS=
          for f in $1; do if exists "$f"; then exit 0; fi; done
          exit 1
          """;

  private static final String IS_DIRECTORY =
      "# is a directory\n" + FileErrors.EXISTS + "exists \"$1\" && [ -d \"$1\" ]\n";

  private static final Pattern INLINE = Pattern.compile("(?:^|\\s)(creates|removes|chdir)=");

  /** Rejects {@code touch /x creates=/x}: what old playbooks mean as a guard would be a word. */
  static void rejectInlineArguments(String line) {
    Matcher found = INLINE.matcher(line);
    if (found.find()) {
      throw new IllegalArgumentException(
          "must have \"%1$s\" as a separate argument, not within the line (if the program itself takes such a word, quote \"%1$s=\")"
              .formatted(found.group(1)));
    }
  }

  Command applyTo(Command command) {
    return inDirectory(command)
        .withInput(
            stdin
                .map(text -> Bytes.utf8(stdinAddNewline ? text + "\n" : text))
                .orElse(Bytes.EMPTY));
  }

  boolean hasGuards() {
    return creates.isPresent() || removes.isPresent() || !unless.isEmpty() || !onlyif.isEmpty();
  }

  Probe<CommandState> probe() {
    if (!hasGuards()) {
      return Probe.constant(new CommandState.Due());
    }
    List<Probe<CommandState>> guards = new ArrayList<>();
    // Without the directory every guard would fail, which says nothing about the guards.
    chdir.ifPresent(
        directory ->
            guards.add(
                guard(
                    Probe.holds(Command.shell(IS_DIRECTORY, directory)),
                    true,
                    new CommandState.NoWorkingDirectory(directory))));
    creates.ifPresent(path -> guards.add(guard(exists(path), false, notDue(path + " exists"))));
    removes.ifPresent(
        path -> guards.add(guard(exists(path), true, notDue(path + " does not exist"))));
    unless.forEach(
        line -> guards.add(guard(status(line), false, notDue("\"unless\" holds: " + line))));
    onlyif.forEach(
        line -> guards.add(guard(status(line), true, notDue("\"onlyif\" does not hold: " + line))));
    return Probe.all(guards)
        .map(
            states ->
                states.stream()
                    .filter(state -> !(state instanceof CommandState.Due))
                    .findFirst()
                    .orElseGet(CommandState.Due::new));
  }

  private static Probe<CommandState> guard(
      Probe<Boolean> question, boolean dueIfTrue, CommandState otherwise) {
    return question.map(answer -> answer == dueIfTrue ? new CommandState.Due() : otherwise);
  }

  /** The user wrote the line, and defines that its status is the answer, whatever it prints. */
  private Probe<Boolean> status(String line) {
    return Probe.of(inDirectory(Command.shell(line)), answer -> Reading.of(answer.succeeded()));
  }

  private static CommandState notDue(String why) {
    return new CommandState.NotDue(why);
  }

  private Probe<Boolean> exists(String path) {
    return Probe.holds(inDirectory(Command.shell(EXISTS, path)));
  }

  private Command inDirectory(Command command) {
    return chdir.map(command::inFolder).orElse(command);
  }
}
