package dev.plumb.engine;

import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.EventSink;
import dev.plumb.inventory.Inventory;
import dev.plumb.module.TaskModule;
import dev.plumb.playbook.Playbook;
import dev.plumb.template.Templates;
import dev.plumb.value.HostName;
import dev.plumb.value.Value;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;

/** Runs playbooks on hosts. */
public final class Engine {

  /**
   * @param modules every module there is
   * @param events told what happens, by one thread at a time
   */
  public Engine(
      List<TaskModule<?, ?>> modules,
      Templates templates,
      Connector connector,
      EventSink events,
      Clock clock) {}

  /**
   * Runs the playbooks in order, to their end or until {@link #interrupt()}. Everything that can be
   * found wrong without a host is found first, all of it.
   *
   * @return what the last event, RunEnded, says
   * @throws dev.plumb.diagnostic.BadInputException before anything is sent to any host
   */
  public Event.RunEnded run(List<Playbook> playbooks, Inventory inventory, RunOptions options) {
    throw new UnsupportedOperationException();
  }

  /** The facts of the hosts that a pattern means. */
  public SortedMap<HostName, Value> facts(String pattern, Inventory inventory, RunOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * Begins no more steps; what is in flight may end within a grace time. Called a second time,
   * gives up what is in flight. Any thread may call it.
   */
  public void interrupt() {}
}
