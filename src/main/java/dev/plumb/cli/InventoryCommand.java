package dev.plumb.cli;

import dev.plumb.diagnostic.Place;
import dev.plumb.inventory.InventoryListing;
import dev.plumb.report.ValueJson;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code plumb inventory}: which hosts there are and what is set for them. */
final class InventoryCommand implements Subcommand {

  @Override
  public String name() {
    return "inventory";
  }

  @Override
  public String summary() {
    return "Print the inventory: list (JSON, as ansible-inventory has it), graph, or host HOST.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "1..2", "VIEW", "list, graph, or host HOST.");
    Flags.values(
        spec, "FILE", "The inventory; inventory/hosts.yml by default.", "-i", "--inventory");
    VaultAccess.declare(spec);
  }

  @Override
  public int run(ParseResult given, ProcessEnvironment around) {
    List<String> words = Flags.positionals(given);
    String view = words.getFirst();
    int wanted = view.equals("host") ? 2 : 1;
    if (!List.of("list", "graph", "host").contains(view) || words.size() != wanted) {
      throw new ParameterException(
          given.commandSpec().commandLine(),
          "Say what to print: list, graph, or host HOST; not \"" + String.join(" ", words) + "\"");
    }
    VaultAccess vault = VaultAccess.of(given, around);
    InventoryListing listing =
        Wiring.listing(
            PlaybookRunner.sources(given, PlaybookRunner.DEFAULT_INVENTORY, around), vault);
    switch (view) {
      case "list" -> print(listing.list(), vault, around);
      case "graph" -> listing.graph().forEach(around.out()::println);
      default -> {
        List<HostName> hosts = listing.inventory().match(words.get(1), Place.NONE);
        Map<String, Value> found = new LinkedHashMap<>();
        hosts.forEach(host -> found.put(host.value(), listing.host(host)));
        print(hosts.size() == 1 ? listing.host(hosts.getFirst()) : Value.map(found), vault, around);
      }
    }
    return ExitStatus.DONE.number();
  }

  private static void print(Value value, VaultAccess vault, ProcessEnvironment around) {
    around.out().println(vault.redaction().apply(ValueJson.of(value)));
  }
}
