package dev.plumb.cli.command;

import dev.plumb.cli.option.Flags;
import dev.plumb.cli.option.HostOptions;
import dev.plumb.cli.option.ReportOptions;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.run.Inventories;
import dev.plumb.cli.run.PlaybookRunner;
import dev.plumb.cli.run.RunModules;
import dev.plumb.diagnostic.Place;
import dev.plumb.diagnostic.SourceText;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.module.ModuleRegistry;
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

/** {@code plumb run}: runs one task without a playbook. */
public final class AdHocCommand implements Subcommand<AdHocCommand.Options> {

  /** The options of the command. */
  public record Options(
      String pattern, String module, String args, HostOptions hosts, ReportOptions reporting) {}

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
    Flags.positional(spec, "1", "PATTERN", "Hosts to run on.");
    spec.addOption(
        OptionSpec.builder("-m", "--module-name")
            .type(String.class)
            .required(true)
            .paramLabel("MODULE")
            .description("Module to run; plumb doc lists them.")
            .build());
    Flags.value(spec, "ARGS", "Arguments of the module: key=value pairs.", "-a", "--args");
    Flags.flag(spec, "Report what would change, and change nothing.", "-C", "--check");
    HostOptions.declare(spec);
    ReportOptions.declare(spec);
  }

  @Override
  public Options options(ParseResult given, ProcessEnvironment environment) {
    Mode mode = Flags.has(given, "--check") ? Mode.CHECK : Mode.APPLY;
    return new Options(
        Flags.positionals(given).getFirst(),
        Flags.text(given, "--module-name").orElse(""),
        Flags.text(given, "--args").orElse(""),
        HostOptions.read(given, mode, environment),
        ReportOptions.read(given, environment));
  }

  @Override
  public int run(Options options, ProcessEnvironment environment) {
    ModuleRegistry modules = new ModuleRegistry(RunModules.find(environment));
    Playbook playbook =
        playbook(
            options.pattern(),
            options.module(),
            options.args(),
            modules,
            environment.workingDirectory().toString());
    return new PlaybookRunner(options.hosts(), options.reporting(), false, modules, environment)
        .run(List.of(playbook), Inventories.load(options.hosts(), environment));
  }

  /** Builds a playbook of one play with one task. */
  static Playbook playbook(
      String pattern, String module, String args, ModuleRegistry modules, String folder) {
    Value hosts = written("the pattern", pattern);
    Value name = written("the option --module-name", module);
    Task task =
        Task.plain(
            module,
            args.isEmpty() ? Value.nothing() : written("the option --args", args),
            name.place(),
            modules,
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
