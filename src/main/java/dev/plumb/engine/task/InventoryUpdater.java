package dev.plumb.engine.task;

import dev.plumb.diagnostic.BadInputException;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.prepare.ModuleCall;
import dev.plumb.engine.prepare.Preparer;
import dev.plumb.inventory.Inventory;
import dev.plumb.inventory.LiveInventory;
import dev.plumb.module.Effect;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Changes the run's inventory as tasks ask for. Used between tasks, by one thread. */
public final class InventoryUpdater {

  private final LiveInventory inventory;
  private final Preparer preparer;
  private final EventPublisher events;
  private int changeCount;

  public InventoryUpdater(LiveInventory inventory, Preparer preparer, EventPublisher events) {
    this.inventory = inventory;
    this.preparer = preparer;
    this.events = events;
  }

  /** Returns how often the inventory has changed. */
  public int changeCount() {
    return changeCount;
  }

  /** Adds the hosts and groups of tasks, host by host and item by item. */
  public void addHosts(List<HostTask> tasks) {
    for (HostTask task : tasks) {
      for (ModuleCall<?, ?> call : task.callsWithEffects()) {
        for (Effect effect : call.effects()) {
          if (effect instanceof Effect.AddHost(Optional<String> name, var groups, var vars)) {
            HostName host = name.map(HostName::new).orElse(task.host().name());
            change(() -> inventory.addHost(host, groups, vars));
          }
        }
      }
    }
  }

  /** Reads the inventory's sources again. */
  public void refresh() {
    change(inventory::reload);
  }

  private void change(Supplier<Inventory> how) {
    try {
      preparer.incorporate(how.get());
      changeCount++;
    } catch (BadInputException e) {
      // The inventory stays unchanged, and a warning says why.
      e.diagnostics().forEach(problem -> events.publish(new Event.Warned(problem)));
    }
  }
}
