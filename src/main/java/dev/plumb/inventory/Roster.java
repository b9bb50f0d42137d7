package dev.plumb.inventory;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The inventory as a run has changed it: with the hosts and groups that tasks add, and read anew
 * when a task asks for it. One thread.
 */
public final class Roster {

  private final InventoryLoader loader;
  private final List<String> sources;
  private final List<Path> playbookFolders;
  private final List<Enrolment> enrolments = new ArrayList<>();
  private InventoryLoader.Sources read;
  private Inventory now;

  private record Enrolment(HostName host, List<String> groups, Map<String, Value> vars) {}

  Roster(InventoryLoader loader, List<String> sources, List<Path> playbookFolders) {
    this.loader = loader;
    this.sources = sources;
    this.playbookFolders = playbookFolders;
    this.read = loader.read(new GroupTree(), sources);
    this.now = loader.assemble(read, playbookFolders);
  }

  public Inventory now() {
    return now;
  }

  /**
   * Adds a host, or more to one that is there: groups, which are made where there are none, and
   * variables.
   *
   * @throws BadInputException when files of variables that now matter are wrong
   */
  public Inventory enrol(HostName host, List<String> groups, Map<String, Value> vars) {
    Enrolment enrolment = new Enrolment(host, groups, vars);
    enrolments.add(enrolment);
    enter(enrolment);
    now = loader.assemble(read, playbookFolders);
    return now;
  }

  /**
   * Reads the sources again; what was added stays.
   *
   * @throws BadInputException with every problem of every file
   */
  public Inventory again() {
    read = loader.read(new GroupTree(), sources);
    enrolments.forEach(this::enter);
    now = loader.assemble(read, playbookFolders);
    return now;
  }

  private void enter(Enrolment enrolment) {
    read.tree().enrol(enrolment.host(), enrolment.groups(), enrolment.vars());
  }
}
