package dev.plumb.cli.command;

import dev.plumb.cli.option.Flags;
import dev.plumb.cli.option.HostOptions;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.run.Inventories;
import dev.plumb.cli.run.Wiring;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.report.DiagnosticPrinter;
import dev.plumb.report.ValueJson;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb facts}: prints the facts of hosts as one JSON object keyed by host. */
public final class FactsCommand implements Subcommand<FactsCommand.Options> {

  /** The options of the command. */
  public record Options(String pattern, HostOptions hosts) {}

  @Override
  public String name() {
    return "facts";
  }

  @Override
  public String summary() {
    return "Print the facts of hosts as JSON.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "1", "PATTERN", "Hosts to query.");
    HostOptions.declare(spec);
  }

  @Override
  public Options options(ParseResult given, ProcessEnvironment environment) {
    return new Options(
        Flags.positionals(given).getFirst(), HostOptions.read(given, Mode.CHECK, environment));
  }

  @Override
  public int run(Options options, ProcessEnvironment environment) {
    List<Diagnostic> unreachable = new ArrayList<>();
    Map<String, Value> facts = new LinkedHashMap<>();
    Wiring.engine(Wiring.modules(), _ -> {}, environment)
        .facts(
            options.pattern(),
            Inventories.load(options.hosts(), environment),
            options.hosts().run(),
            unreachable::add)
        .forEach((host, values) -> facts.put(host.value(), values));
    environment.out().println(ValueJson.of(Value.map(facts)));
    environment.err().print(new DiagnosticPrinter(false).print(unreachable));
    return (unreachable.isEmpty() ? ExitStatus.DONE : ExitStatus.UNREACHABLE).number();
  }
}
