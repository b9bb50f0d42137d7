package dev.plumb.transport.local;

import dev.plumb.remote.Target;
import dev.plumb.remote.batch.Timeouts;
import dev.plumb.transport.ControlMachine;
import dev.plumb.transport.ShellHost;

/** The control machine as a host, through a local shell. */
public final class LocalHost extends ShellHost {

  public LocalHost(Target target) {
    this(target, Timeouts.DEFAULT, ControlMachine.local());
  }

  public LocalHost(Target target, Timeouts timeouts, ControlMachine workstation) {
    super(target, new LocalConnection(workstation.user()), timeouts);
  }
}
