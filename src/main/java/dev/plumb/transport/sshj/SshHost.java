package dev.plumb.transport.sshj;

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

/** A host over SSH: one connection with one shell for each user. */
public final class SshHost implements RemoteHost {

  private final ShellHost host;

  public SshHost(Target target) {
    this(target, Timeouts.DEFAULT, ControlMachine.local());
  }

  public SshHost(Target target, Timeouts limits, ControlMachine workstation) {
    this.host = new ShellHost(target, new SshConnection(target, workstation), limits);
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
