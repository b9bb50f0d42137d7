package dev.plumb.engine.host;

import dev.plumb.engine.vars.ConnectionVars;
import dev.plumb.engine.vars.HostVars;
import dev.plumb.engine.vars.RunVars;
import dev.plumb.playbook.Play;
import dev.plumb.value.HostName;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The sessions with the hosts of a run and with those that tasks are delegated to. Any thread. */
public final class HostSessions {

  private final RunVars vars;
  private final ConnectionVars connectionVars;
  private final Connector connector;
  private final StepRunner runner;
  private final Interruption interruption;
  private final AtomicInteger globalStepCount = new AtomicInteger();
  private final Map<HostName, HostSession> byHost = new ConcurrentHashMap<>();
  private final Queue<HostSession> opened = new ConcurrentLinkedQueue<>();

  public HostSessions(
      RunVars vars,
      ConnectionVars connectionVars,
      Connector connector,
      HostExecutor executor,
      Interruption interruption) {
    this.vars = vars;
    this.connectionVars = connectionVars;
    this.connector = connector;
    this.runner = new StepRunner(executor, interruption);
    this.interruption = interruption;
  }

  /** Returns the session with a host; the first play that uses it decides how to log in. */
  public HostSession session(HostName host, Play play) {
    return byHost.computeIfAbsent(host, _ -> create(host, play));
  }

  /** Opens the session with a host of the run, whose variables are known by now. */
  public HostSession open(HostName host, Play play) {
    HostSession session = create(host, play);
    byHost.put(host, session);
    return session;
  }

  private HostSession create(HostName host, Play play) {
    HostSession session =
        new HostSession(
            host,
            connector.to(connectionVars.target(vars.host(host), play)),
            runner,
            interruption,
            globalStepCount);
    opened.add(session);
    return session;
  }

  public HostVars vars(HostName host) {
    return vars.host(host);
  }

  public void closeAll() {
    opened.forEach(HostSession::close);
  }
}
