package dev.plumb.module.command;

import dev.plumb.module.Arg;
import dev.plumb.remote.Command;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

record ShellSpec(
    @Arg(
            doc = "The line for the shell: pipes, redirections and variables work.",
            example = "zcat /srv/dump.gz | psql app",
            freeForm = true)
        String cmd,
    @Arg(doc = "The shell that gets the line.", example = "/bin/bash", defaultValue = "/bin/sh")
        RemotePath executable,
    @Arg(doc = "The folder it runs in.", example = "/srv") Optional<String> chdir,
    @Arg(
            doc = "A path, or a pattern with * and ?. It is not run when this exists.",
            example = "/srv/db/version")
        Optional<String> creates,
    @Arg(
            doc = "A path, or a pattern with * and ?. It is run only when this exists.",
            example = "/srv/db/upgrade")
        Optional<String> removes,
    @Arg(
            doc =
                "Lines for sh that only look. It is not run when one of them ends with status 0."
                    + " They are asked in a check too.",
            example = "psql -lqt | grep -qw app")
        List<String> unless,
    @Arg(
            doc =
                "Lines for sh that only look. It is run only when all of them end with status 0."
                    + " They are asked in a check too.",
            example = "test -s /srv/dump.gz")
        List<String> onlyif,
    @Arg(doc = "Text for its standard input.", example = "yes") Optional<String> stdin,
    @Arg(doc = "Whether a line end is added to stdin.", example = "false", defaultValue = "true")
        boolean stdinAddNewline) {

  ShellSpec {
    if (cmd.isBlank()) {
      throw new IllegalArgumentException("must have a line to run");
    }
    InlineArguments.rejectIn(cmd);
  }

  CommandInvocation invocation() {
    Guards guards = new Guards(creates, removes, unless, onlyif, chdir);
    Command command =
        Command.of(executable.value(), "-c", cmd)
            .withInput(CommandSpec.input(stdin, stdinAddNewline));
    return new CommandInvocation(
        chdir.map(command::inFolder).orElse(command), guards, Value.text(cmd));
  }
}
