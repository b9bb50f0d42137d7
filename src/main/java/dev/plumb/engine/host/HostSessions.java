package dev.plumb.engine.host;

import dev.plumb.engine.task.HostRun;
import dev.plumb.engine.vars.ConnectionVars;
import dev.plumb.engine.vars.HostVars;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.playbook.Play;
import dev.plumb.value.HostName;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The lines to hosts: the run's own, and those that tasks are delegated to. Any thread. */
public final class HostSessions {

  private final RunVars vars;
  private final ConnectionVars targets;
  private final Connector connector;
  private final Interruption interruption;
  private final StepRunner streams;
  private final AtomicInteger steps;
  private final Map<HostName, HostRun> hosts;
  private final Map<HostName, HostSession> delegated = new ConcurrentHashMap<>();

  /**
   * @param hosts the run's own; complete before the first task runs
   */
  public HostSessions(
      RunVars vars,
      ConnectionVars targets,
      Connector connector,
      Interruption interruption,
      AtomicInteger steps,
      Map<HostName, HostRun> hosts) {
    this.vars = vars;
    this.targets = targets;
    this.connector = connector;
    this.interruption = interruption;
    this.streams = new StepRunner(interruption);
    this.steps = steps;
    this.hosts = hosts;
  }

  public HostSession session(HostName host, Play play) {
    HostRun own = hosts.get(host);
    return own != null ? own.session() : delegated.computeIfAbsent(host, _ -> open(host, play));
  }

  /** A new line. Where a host is belongs to the host: the first play that uses it decides. */
  public HostSession open(HostName host, Play play) {
    return new HostSession(
        host, connector.to(targets.target(vars.host(host), play)), interruption, streams, steps);
  }

  public HostVars vars(HostName host) {
    return vars.host(host);
  }

  /** The lines to hosts that are not the run's own. */
  public Collection<HostSession> delegated() {
    return delegated.values();
  }
}
