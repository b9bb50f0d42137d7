package dev.plumb.transport.local;

import dev.plumb.remote.Command;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.StreamedProcess;
import dev.plumb.remote.Target;
import dev.plumb.remote.batch.Timeouts;
import dev.plumb.transport.ControlMachine;
import dev.plumb.transport.ShellHost;
import java.util.List;

/** The control machine as a host, through a local shell. */
public final class LocalHost implements RemoteHost {

  private final ShellHost host;

  public LocalHost(Target target) {
    this(target, Timeouts.DEFAULT, ControlMachine.local());
  }

  public LocalHost(Target target, Timeouts limits, ControlMachine workstation) {
    this.host = new ShellHost(target, new LocalConnection(workstation.user()), limits);
  }

  @Override
  public List<Reply> send(List<Request> requests) {
    return host.send(requests);
  }

  @Override
  public StreamedProcess stream(RunAs as, Command command) {
    return host.stream(as, command);
  }

  @Override
  public int roundTrips() {
    return host.roundTrips();
  }

  @Override
  public void abort() {
    host.abort();
  }

  @Override
  public void close() {
    host.close();
  }
}
