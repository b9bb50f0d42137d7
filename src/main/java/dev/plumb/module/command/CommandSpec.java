package dev.plumb.module.command;

import dev.plumb.module.Arg;
import dev.plumb.remote.Command;
import dev.plumb.value.Bytes;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

record CommandSpec(
    @Arg(
            doc =
                "The program and its arguments in one line. Split into words as a shell does, quotes"
                    + " included; nothing is expanded.",
            example = "mkfs.ext4 /dev/vdb",
            freeForm = true)
        Optional<String> cmd,
    @Arg(
            doc = "The program and its arguments as a list: no quotes needed.",
            example = "[mkfs.ext4, /dev/vdb]")
        List<String> argv,
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
            example = "blkid /dev/vdb")
        List<String> unless,
    @Arg(
            doc =
                "Lines for sh that only look. It is run only when all of them end with status 0."
                    + " They are asked in a check too.",
            example = "test -b /dev/vdb")
        List<String> onlyif,
    @Arg(doc = "Text for its standard input.", example = "yes") Optional<String> stdin,
    @Arg(doc = "Whether a line end is added to stdin.", example = "false", defaultValue = "true")
        boolean stdinAddNewline) {

  CommandSpec {
    if (cmd.isPresent() != argv.isEmpty()) {
      throw new IllegalArgumentException("must have either \"cmd\" or \"argv\"");
    }
    if (cmd.map(Words::split).orElse(argv).isEmpty()) {
      throw new IllegalArgumentException("must have a program to run");
    }
    cmd.ifPresent(InlineArguments::rejectIn);
  }

  CommandInvocation invocation() {
    List<String> words = cmd.map(Words::split).orElse(argv);
    Guards guards = new Guards(creates, removes, unless, onlyif, chdir);
    Command command = Command.of(words).withInput(input(stdin, stdinAddNewline));
    return new CommandInvocation(
        chdir.map(command::inFolder).orElse(command), guards, Value.texts(words));
  }

  static Bytes input(Optional<String> stdin, boolean addNewline) {
    return stdin.map(text -> Bytes.utf8(addNewline ? text + "\n" : text)).orElse(Bytes.EMPTY);
  }
}
