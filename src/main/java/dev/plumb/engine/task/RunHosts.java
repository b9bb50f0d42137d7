package dev.plumb.engine.task;

import dev.plumb.value.HostName;
import java.util.Collection;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** The hosts of a run. More may be added between two plays. Any thread may call it. */
public final class RunHosts {

  private final SortedMap<HostName, HostRun> hosts = new ConcurrentSkipListMap<>();

  public HostRun computeIfAbsent(HostName name, Function<HostName, HostRun> added) {
    return hosts.computeIfAbsent(name, added);
  }

  public Collection<HostRun> all() {
    return hosts.values();
  }

  /** Returns whether an earlier task would change any host. */
  boolean havePendingChange() {
    return hosts.values().stream().anyMatch(HostRun::hasPendingChange);
  }

  /** Discards what was probed ahead on every host. */
  void invalidateProbes() {
    hosts.values().forEach(host -> host.session().invalidate());
  }
}
