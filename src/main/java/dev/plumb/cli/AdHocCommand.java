package dev.plumb.cli;

import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.playbook.Play;
import dev.plumb.playbook.Playbook;
import dev.plumb.playbook.Rollout;
import dev.plumb.playbook.Task;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb run}: one task, without a playbook. */
final class AdHocCommand implements Subcommand {

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "Run one task on hosts, without a playbook.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "1", "PATTERN", "Which hosts.");
    spec.addOption(
        OptionSpec.builder("-m", "--module-name")
            .type(String.class)
            .required(true)
            .paramLabel("MODULE")
            .description("What kind of thing to keep; plumb doc lists them.")
            .build());
    Flags.value(spec, "ARGS", "Its arguments: key=value pairs.", "-a", "--args");
    Flags.flag(spec, "Look only.", "-C", "--check");
    RunFlags.declare(spec);
    RunFlags.declareReporting(spec);
  }

  @Override
  public int run(ParseResult given, ProcessEnvironment around) {
    VaultAccess vault = VaultAccess.of(given, around);
    RunOptions options =
        RunFlags.read(given, Flags.has(given, "--check") ? Mode.CHECK : Mode.APPLY, around, vault);
    Playbook playbook =
        playbook(
            Flags.positionals(given).getFirst(),
            Flags.text(given, "--module-name").orElse(""),
            Flags.text(given, "--args").orElse(""),
            around.workingDirectory().toString());
    return vault.guard(
        () ->
            PlaybookRunner.of(
                List.of(playbook),
                PlaybookRunner.inventory(given, around, vault),
                options,
                vault,
                given,
                around));
  }

  /** A playbook of one play with one task. */
  static Playbook playbook(String pattern, String module, String args, String folder) {
    Value hosts = written("the pattern", pattern);
    Value name = written("the option --module-name", module);
    Task task =
        Task.plain(
            module,
            args.isEmpty() ? Value.nothing() : written("the option --args", args),
            name.place(),
            Set.of(),
            folder);
    Play play =
        new Play(
            module,
            hosts.place(),
            hosts,
            Value.map(Map.of()),
            List.of(),
            true,
            Rollout.DEFAULT,
            List.of(task),
            List.of());
    return new Playbook("command line", List.of(play));
  }

  private static Value written(String where, String text) {
    Place place = Place.of(new SourceText(where, text), 1, 1);
    return new Value.Text(text, text.contains("${"), place);
  }
}
