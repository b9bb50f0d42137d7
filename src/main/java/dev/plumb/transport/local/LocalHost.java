package dev.plumb.transport.local;

import dev.plumb.remote.Command;
import dev.plumb.remote.RemoteHost;
import dev.plumb.remote.Reply;
import dev.plumb.remote.Request;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Running;
import dev.plumb.remote.Target;
import dev.plumb.remote.batch.Limits;
import dev.plumb.transport.ShellHost;
import dev.plumb.transport.Workstation;
import java.util.List;

/** The machine that plumb runs on, by way of a local shell. */
public final class LocalHost implements RemoteHost {

  private final ShellHost host;

  public LocalHost(Target target) {
    this(target, Limits.USUAL, Workstation.ofThisProcess());
  }

  public LocalHost(Target target, Limits limits, Workstation workstation) {
    this.host = new ShellHost(target, new LocalLink(workstation.user()), limits);
  }

  @Override
  public List<Reply> send(List<Request> requests) {
    return host.send(requests);
  }

  @Override
  public Running stream(RunAs as, Command command) {
    return host.stream(as, command);
  }

  @Override
  public int roundTrips() {
    return host.roundTrips();
  }

  @Override
  public void abandon() {
    host.abandon();
  }

  @Override
  public void close() {
    host.close();
  }
}
