package dev.plumb.module.command;

import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.ModuleTrait;
import dev.plumb.remote.Command;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;

/** Runs a line in a shell; with guards as in {@link CommandModule}. */
public final class ShellModule implements InvocationModule<ShellModule.Spec> {

  record Spec(
      @Arg(
              doc = "The line for the shell: pipes, redirections and variables work.",
              example = "zcat /srv/dump.gz | psql app",
              freeForm = true)
          String cmd,
      @Arg(doc = "The shell that runs the line.", example = "/bin/bash", defaultValue = "/bin/sh")
          RemotePath executable,
      CommandOptions options) {

    Spec {
      if (cmd.isBlank()) {
        throw new IllegalArgumentException("must have a line to run");
      }
      CommandOptions.rejectInlineArguments(cmd);
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of("shell", Spec.class, "Runs a line in a shell.")
        .with(ModuleTrait.TAKES_COMMAND_LINE);
  }

  @Override
  public CommandInvocation invocation(Spec spec) {
    return new CommandInvocation(
        Command.of(spec.executable().value(), "-c", spec.cmd()),
        spec.options(),
        Value.text(spec.cmd()));
  }
}
