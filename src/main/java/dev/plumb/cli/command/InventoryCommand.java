package dev.plumb.cli.command;

import dev.plumb.cli.option.Flags;
import dev.plumb.cli.option.HostOptions;
import dev.plumb.cli.option.VaultDecryption;
import dev.plumb.cli.process.ExitStatus;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.cli.run.Inventories;
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

/** {@code plumb inventory}: prints hosts, groups and variables. */
public final class InventoryCommand implements Subcommand<InventoryCommand.Options> {

  /**
   * The options of the command.
   *
   * @param view {@code list}, {@code graph} or {@code host}
   * @param pattern the hosts of the view {@code host}
   */
  public record Options(
      String view, String pattern, List<String> inventory, VaultDecryption vault) {}

  @Override
  public String name() {
    return "inventory";
  }

  @Override
  public String summary() {
    return "Print the inventory: list (JSON, like ansible-inventory), graph, or host HOST.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Flags.positional(spec, "1..2", "VIEW", "list, graph, or host HOST.");
    HostOptions.declareInventory(spec);
    VaultDecryption.declare(spec);
  }

  @Override
  public Options options(ParseResult given, ProcessEnvironment environment) {
    List<String> words = Flags.positionals(given);
    String view = words.getFirst();
    int expected = view.equals("host") ? 2 : 1;
    if (!List.of("list", "graph", "host").contains(view) || words.size() != expected) {
      throw new ParameterException(
          given.commandSpec().commandLine(),
          "VIEW must be list, graph, or host HOST, but is \"" + String.join(" ", words) + "\"");
    }
    return new Options(
        view,
        words.getLast(),
        HostOptions.inventory(given),
        VaultDecryption.read(given, environment));
  }

  @Override
  public int run(Options options, ProcessEnvironment environment) {
    InventoryListing listing =
        Inventories.listing(options.inventory(), options.vault(), environment);
    switch (options.view()) {
      case "list" -> environment.out().println(ValueJson.of(listing.list()));
      case "graph" -> listing.graph().forEach(environment.out()::println);
      default -> environment.out().println(ValueJson.of(variables(options.pattern(), listing)));
    }
    return ExitStatus.DONE.number();
  }

  /** The variables of a host; of several hosts, keyed by host. */
  private static Value variables(String pattern, InventoryListing listing) {
    List<HostName> hosts = listing.inventory().match(pattern, Place.NONE);
    if (hosts.size() == 1) {
      return listing.host(hosts.getFirst());
    }
    Map<String, Value> byHost = new LinkedHashMap<>();
    hosts.forEach(host -> byHost.put(host.value(), listing.host(host)));
    return Value.map(byHost);
  }
}
