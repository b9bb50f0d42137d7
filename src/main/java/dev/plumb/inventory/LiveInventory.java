package dev.plumb.inventory;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The current inventory of a run: includes hosts and groups that tasks added and can be reloaded.
 * Not thread-safe.
 */
public final class LiveInventory {

  private final InventoryLoader loader;
  private final List<String> sources;
  private final List<Path> playbookFolders;
  private final List<AddedHost> addedHosts = new ArrayList<>();
  private InventoryLoader.Sources read;
  private Inventory current;

  private record AddedHost(HostName host, List<String> groups, Map<String, Value> vars) {}

  LiveInventory(InventoryLoader loader, List<String> sources, List<Path> playbookFolders) {
    this.loader = loader;
    this.sources = sources;
    this.playbookFolders = playbookFolders;
    this.read = loader.read(new GroupTree(), sources);
    this.current = loader.assemble(read, playbookFolders);
  }

  public Inventory current() {
    return current;
  }

  /**
   * Adds a host, or adds groups and variables to an existing one. Creates missing groups.
   *
   * @throws BadInputException when variables files of the new groups are invalid
   */
  public Inventory addHost(HostName host, List<String> groups, Map<String, Value> vars) {
    AddedHost enrolment = new AddedHost(host, groups, vars);
    addedHosts.add(enrolment);
    apply(enrolment);
    current = loader.assemble(read, playbookFolders);
    return current;
  }

  /**
   * Reads the sources again and keeps added hosts.
   *
   * @throws BadInputException with every problem of every file
   */
  public Inventory reload() {
    read = loader.read(new GroupTree(), sources);
    addedHosts.forEach(this::apply);
    current = loader.assemble(read, playbookFolders);
    return current;
  }

  private void apply(AddedHost enrolment) {
    read.tree().addHost(enrolment.host(), enrolment.groups(), enrolment.vars());
  }
}
