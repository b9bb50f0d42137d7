package dev.plumb.engine;

import dev.plumb.playbook.Play;
import dev.plumb.value.HostName;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The lines to hosts: the run's own, and those that tasks are delegated to. Any thread. */
final class Delegates {

  private final RunVars vars;
  private final Targets targets;
  private final Connector connector;
  private final Interruption interruption;
  private final Streams streams;
  private final AtomicInteger steps;
  private final Map<HostName, HostRun> hosts;
  private final Map<HostName, Line> others = new ConcurrentHashMap<>();

  /**
   * @param hosts the run's own; complete before the first task runs
   */
  Delegates(
      RunVars vars,
      Targets targets,
      Connector connector,
      Interruption interruption,
      AtomicInteger steps,
      Map<HostName, HostRun> hosts) {
    this.vars = vars;
    this.targets = targets;
    this.connector = connector;
    this.interruption = interruption;
    this.streams = new Streams(interruption);
    this.steps = steps;
    this.hosts = hosts;
  }

  Line line(HostName host, Play play) {
    HostRun own = hosts.get(host);
    return own != null ? own.line() : others.computeIfAbsent(host, _ -> open(host, play));
  }

  /** A new line. Where a host is belongs to the host: the first play that uses it decides. */
  Line open(HostName host, Play play) {
    return new Line(
        host, connector.to(targets.of(vars.host(host), play)), interruption, streams, steps);
  }

  HostVars vars(HostName host) {
    return vars.host(host);
  }

  /** The lines to hosts that are not the run's own. */
  Collection<Line> others() {
    return others.values();
  }
}
