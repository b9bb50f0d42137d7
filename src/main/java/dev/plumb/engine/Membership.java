package dev.plumb.engine;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.engine.event.Event;
import dev.plumb.inventory.Inventory;
import dev.plumb.inventory.Roster;
import dev.plumb.module.Effect;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Who is in the run's inventory, as its tasks change it. Used between tasks, by one thread. */
final class Membership {

  private final Roster roster;
  private final Preparer preparer;
  private final Journal journal;
  private int editions;

  Membership(Roster roster, Preparer preparer, Journal journal) {
    this.roster = roster;
    this.preparer = preparer;
    this.journal = journal;
  }

  /** How often it has changed. */
  int editions() {
    return editions;
  }

  /** Takes in what tasks have found, host by host and item by item. */
  void enrol(List<HostTask> tasks) {
    for (HostTask task : tasks) {
      for (Unit<?, ?> unit : task.acted()) {
        for (Effect effect : unit.effects()) {
          if (effect instanceof Effect.Enrol(Optional<String> name, var groups, var vars)) {
            HostName host = name.map(HostName::new).orElse(task.host().name());
            change(() -> roster.enrol(host, groups, vars));
          }
        }
      }
    }
  }

  /** Reads the inventory's sources again. */
  void renew() {
    change(roster::again);
  }

  private void change(Supplier<Inventory> how) {
    try {
      preparer.learn(how.get());
      editions++;
    } catch (BadInputException e) {
      // It stays as it was, and a person is told why.
      e.diagnostics().forEach(problem -> journal.tell(new Event.Warned(problem)));
    }
  }
}
