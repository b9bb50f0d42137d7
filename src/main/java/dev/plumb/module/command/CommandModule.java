package dev.plumb.module.command;

import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.remote.Command;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * Runs a program without a shell. The guards ({@code creates}, {@code removes}, {@code unless},
 * {@code onlyif}) decide whether it runs; without any it runs every time, and a check reports its
 * result as unknown.
 */
public final class CommandModule implements InvocationModule<CommandModule.Spec> {

  record Spec(
      @Arg(
              doc =
                  "The program and its arguments in one line. Split into words like a shell does,"
                      + " quotes included; nothing is expanded.",
              example = "mkfs.ext4 /dev/vdb",
              freeForm = true)
          Optional<String> cmd,
      @Arg(
              doc = "The program and its arguments as a list, without quoting.",
              example = "[mkfs.ext4, /dev/vdb]")
          List<String> argv,
      CommandOptions options) {

    Spec {
      if (cmd.isPresent() != argv.isEmpty()) {
        throw new IllegalArgumentException("must have either \"cmd\" or \"argv\"");
      }
      if (cmd.map(Words::split).orElse(argv).isEmpty()) {
        throw new IllegalArgumentException("must have a program to run");
      }
      cmd.ifPresent(CommandOptions::rejectInlineArguments);
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("command", Spec.class, "Runs a program without a shell.")
        .with(ModuleTrait.TAKES_COMMAND_LINE);
  }

  @Override
  public CommandInvocation invocation(Spec spec) {
    List<String> words = spec.cmd().map(Words::split).orElse(spec.argv());
    return new CommandInvocation(Command.of(words), spec.options(), Value.texts(words));
  }
}
