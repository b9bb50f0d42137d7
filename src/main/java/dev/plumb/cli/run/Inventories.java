package dev.plumb.cli.run;

import dev.plumb.cli.option.HostOptions;
import dev.plumb.cli.process.ProcessEnvironment;
import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.inventory.InventoryListing;
import dev.plumb.inventory.InventoryLoader;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.playbook.yaml.Decryption;
import java.nio.file.Path;
import java.util.List;

/** Loads the inventories that an option names, or else a default one. */
public final class Inventories {

  public static final String DEFAULT = "inventory/hosts.yml";

  private Inventories() {}

  /** Loads the inventory for a command without playbooks. */
  public static LiveInventory load(HostOptions options, ProcessEnvironment environment) {
    return load(options.inventory(), DEFAULT, List.of(), options.vault(), environment);
  }

  /**
   * Loads an inventory.
   *
   * @param named files, directories, or host names separated by commas
   * @param defaultFile loaded if none is named
   * @param playbooks whose directories may contain variables of groups and hosts
   */
  public static LiveInventory load(
      List<String> named,
      String defaultFile,
      List<Path> playbooks,
      Decryption decryption,
      ProcessEnvironment environment) {
    return new InventoryLoader(decryption)
        .liveInventory(
            sources(named, defaultFile, environment),
            playbooks.stream().map(file -> file.resolveSibling("")).toList());
  }

  /** Loads an inventory to print it. The working directory may contain variables too. */
  public static InventoryListing listing(
      List<String> named, Decryption decryption, ProcessEnvironment environment) {
    return new InventoryLoader(decryption)
        .listing(sources(named, DEFAULT, environment), List.of(Path.of("")));
  }

  private static List<String> sources(
      List<String> named, String defaultFile, ProcessEnvironment environment) {
    if (named.isEmpty()) {
      return List.of(findDefault(defaultFile, environment));
    }
    for (String source : named) {
      if (!source.contains(",")) {
        Wiring.requireFile(Path.of(source), "Inventory not found");
      }
    }
    return named;
  }

  private static String findDefault(String file, ProcessEnvironment environment) {
    return environment
        .findFile(file)
        .orElseThrow(
            () ->
                new BadInputException(
                    Diagnostic.error(
                        "Inventory not found",
                        "The default inventory "
                            + file
                            + " does not exist. Create it, or name another one:\n    -i FILE")))
        .toString();
  }
}
