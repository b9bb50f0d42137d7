package dev.plumb.inventory;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.diagnostic.Diagnostics;
import dev.plumb.playbook.yaml.Decryption;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads inventories, with the {@code group_vars} and {@code host_vars} beside them and beside the
 * playbooks. Thread-safe.
 *
 * <p>Precedence of variables as in Ansible, weakest first: the groups' {@code vars} ({@code all}
 * first, then by depth and name), {@code group_vars/all}, the other {@code group_vars}, the host's
 * own, {@code host_vars}; files beside the playbook override those beside the inventory.
 */
public final class InventoryLoader {

  private final Decryption decryption;

  public InventoryLoader() {
    this(Decryption.NONE);
  }

  /**
   * @param decryption decrypts encrypted values
   */
  public InventoryLoader(Decryption decryption) {
    this.decryption = decryption;
  }

  /**
   * @throws BadInputException with every problem of every file
   */
  public Inventory load(Path file) {
    return load(List.of(file.toString()), List.of());
  }

  /**
   * Reads several inventories as one; later ones override variables of earlier ones.
   *
   * @param sources YAML or INI files, executables, folders of these, or comma-separated names:
   *     {@code "node0,node1"}
   * @param playbookFolders additional folders to search for {@code group_vars} and {@code
   *     host_vars}
   * @throws BadInputException with every problem of every file
   */
  public Inventory load(List<String> sources, List<Path> playbookFolders) {
    return liveInventory(sources, playbookFolders).current();
  }

  /** Reads inventories for a run that may change them. */
  public LiveInventory liveInventory(List<String> sources, List<Path> playbookFolders) {
    return new LiveInventory(this, sources, playbookFolders);
  }

  /** Reads inventories for {@code plumb inventory}. */
  public InventoryListing listing(List<String> sources, List<Path> playbookFolders) {
    GroupTree tree = new GroupTree();
    return new InventoryListing(assemble(read(tree, sources), playbookFolders), tree);
  }

  /**
   * The parsed sources, without variables files.
   *
   * @param folders the folders of the sources
   * @param problems found while reading
   */
  record Sources(GroupTree tree, List<Path> folders, List<Diagnostic> problems) {}

  Sources read(GroupTree tree, List<String> sources) {
    Diagnostics problems = new Diagnostics();
    InventorySourceReader reader = new InventorySourceReader(tree, decryption, problems);
    sources.forEach(reader::read);
    tree.extractPriorities(problems);
    tree.completeHierarchy();
    return new Sources(tree, reader.folders(), problems.all());
  }

  /**
   * @throws BadInputException with the problems of sources and variables files
   */
  Inventory assemble(Sources read, List<Path> playbookFolders) {
    Diagnostics problems = new Diagnostics();
    problems.addAll(read.problems());
    Inventory inventory =
        assemble(read.tree(), read.folders(), normalized(playbookFolders), problems);
    problems.throwIfErrors();
    return inventory;
  }

  private Inventory assemble(
      GroupTree tree,
      List<Path> inventoryFolders,
      List<Path> playbookFolders,
      Diagnostics problems) {
    List<Path> playbooksOnly = new ArrayList<>(playbookFolders);
    playbooksOnly.removeAll(inventoryFolders);
    List<VarsFolder> inventoryGroups = folders(inventoryFolders, "group_vars", problems);
    List<VarsFolder> playbookGroups = folders(playbooksOnly, "group_vars", problems);
    List<VarsFolder> hostFiles = folders(inventoryFolders, "host_vars", problems);
    hostFiles.addAll(folders(playbooksOnly, "host_vars", problems));

    SortedMap<String, List<HostName>> groups = new TreeMap<>();
    tree.names().forEach(name -> groups.put(name, tree.members(name)));

    Map<HostName, Map<String, Value>> vars = new LinkedHashMap<>();
    tree.hosts().forEach(host -> vars.put(host, new LinkedHashMap<>()));
    List<GroupTree.Group> weakestFirst = tree.byPrecedence();
    List<GroupTree.Group> all = weakestFirst.subList(0, 1);
    List<GroupTree.Group> others = weakestFirst.subList(1, weakestFirst.size());
    setVars(vars, groups, weakestFirst, group -> group.vars);
    for (List<GroupTree.Group> some : List.of(all, others)) {
      setVars(vars, groups, some, group -> read(inventoryGroups, group.name));
      setVars(vars, groups, some, group -> read(playbookGroups, group.name));
    }
    vars.forEach(
        (host, set) -> {
          set.putAll(tree.host(host));
          set.putAll(read(hostFiles, host.value()));
        });
    vars.computeIfAbsent(HostPattern.LOCALHOST, InventoryLoader::implicitLocalhost);
    return new Inventory(tree.hosts(), groups, vars);
  }

  /** Plays may use localhost even if no inventory lists it. */
  private static Map<String, Value> implicitLocalhost(HostName host) {
    return new LinkedHashMap<>(
        Map.of(
            "ansible_connection", Value.text("local"), "ansible_host", Value.text(host.value())));
  }

  private static void setVars(
      Map<HostName, Map<String, Value>> vars,
      SortedMap<String, List<HostName>> members,
      List<GroupTree.Group> groups,
      Function<GroupTree.Group, Map<String, Value>> of) {
    for (GroupTree.Group group : groups) {
      Map<String, Value> own = of.apply(group);
      if (!own.isEmpty()) {
        for (HostName host : members.getOrDefault(group.name, List.of())) {
          vars.computeIfAbsent(host, _ -> new LinkedHashMap<>()).putAll(own);
        }
      }
    }
  }

  private static Map<String, Value> read(List<VarsFolder> folders, String name) {
    Map<String, Value> vars = new LinkedHashMap<>();
    folders.forEach(folder -> vars.putAll(folder.vars(name)));
    return vars;
  }

  private List<VarsFolder> folders(List<Path> beside, String name, Diagnostics problems) {
    List<VarsFolder> folders = new ArrayList<>();
    beside.forEach(
        folder -> folders.add(new VarsFolder(folder.resolve(name), decryption, problems)));
    return folders;
  }

  private static List<Path> normalized(List<Path> folders) {
    // "./a" and "a" are the same folder; messages use the short form.
    return folders.stream().map(Path::normalize).distinct().toList();
  }
}
