package dev.plumb.cli;

import dev.plumb.engine.Engine;
import dev.plumb.engine.RunOptions;
import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.report.ValueJson;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plumb facts}: what hosts say of themselves, as one JSON object keyed by host. */
final class FactsCommand implements Subcommand {

  @Override
  public String name() {
    return "facts";
  }

  @Override
  public String summary() {
    return "Print what plumb knows of hosts, as JSON.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "1", "PATTERN", "Which hosts.");
    RunFlags.declare(spec);
  }

  @Override
  public int run(ParseResult given, ProcessEnvironment around) {
    VaultAccess vault = VaultAccess.of(given, around);
    RunOptions options = RunFlags.read(given, Mode.CHECK, around, vault);
    Engine engine = Wiring.engine(_ -> {}, vault.redaction());
    SortedMap<HostName, Value> facts =
        engine.facts(
            Flags.positionals(given).getFirst(),
            PlaybookRunner.inventory(given, around, vault),
            options);
    Map<String, Value> byHost = new LinkedHashMap<>();
    facts.forEach((host, values) -> byHost.put(host.value(), values));
    around.out().println(ValueJson.of(Value.map(byHost)));
    return ExitStatus.DONE.number();
  }
}
