package dev.plumb.transport.sshj;

import dev.plumb.remote.Target;
import dev.plumb.remote.batch.Timeouts;
import dev.plumb.transport.ControlMachine;
import dev.plumb.transport.ShellHost;

/** A host over SSH: one connection with one shell for each user. */
public final class SshHost extends ShellHost {

  public SshHost(Target target) {
    this(target, Timeouts.DEFAULT, ControlMachine.local());
  }

  public SshHost(Target target, Timeouts timeouts, ControlMachine workstation) {
    super(target, new SshConnection(target, workstation), timeouts);
  }
}
