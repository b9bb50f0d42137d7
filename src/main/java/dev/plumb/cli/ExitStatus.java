package dev.plumb.cli;

import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import java.util.Collection;
import java.util.function.Predicate;

/** What the process tells its caller. The numbers are part of the interface: never reuse one. */
public enum ExitStatus {
  /** All is as asked, or was made so. */
  DONE(0),
  /** plumb itself failed. */
  BUG(1),
  /** A check found drift, or something that only an apply would settle. */
  DRIFT(2),
  /** A task failed on a host. */
  TASK_FAILED(3),
  /** A host could not be reached, or its key was refused. */
  UNREACHABLE(4),
  /** Bad usage, playbook, inventory or variable; nothing was sent to any host. */
  BAD_INPUT(5),
  /** Refused, to keep quorum or data safe. */
  REFUSED(6),
  /** Another run holds the lock. */
  LOCKED(7),
  /** A person or a signal ended the run. */
  INTERRUPTED(130);

  private final int number;

  ExitStatus(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** The status of a run that went to its end or was cut short; of several, the gravest. */
  static ExitStatus of(Event.RunEnded ended, Mode mode) {
    Collection<HostSummary> hosts = ended.hosts().values();
    if (ended.interrupted()) {
      return INTERRUPTED;
    }
    if (any(hosts, host -> host.failed() > 0)) {
      return TASK_FAILED;
    }
    if (any(hosts, host -> host.refused() > 0)) {
      return REFUSED;
    }
    if (any(hosts, HostSummary::unreachable)) {
      return UNREACHABLE;
    }
    boolean drift = any(hosts, host -> host.changed() > 0 || host.unknown() > 0);
    return drift && mode == Mode.CHECK ? DRIFT : DONE;
  }

  private static boolean any(Collection<HostSummary> hosts, Predicate<HostSummary> wanted) {
    return hosts.stream().anyMatch(wanted);
  }
}
