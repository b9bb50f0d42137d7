package dev.plumb.cli.process;

import dev.plumb.engine.RunOptions.Mode;
import dev.plumb.engine.event.Event;
import dev.plumb.engine.event.HostSummary;
import java.util.Collection;
import java.util.function.Predicate;

/** The exit status of the process. The numbers are a public interface: never reuse one. */
public enum ExitStatus {
  /** Every host is in its declared state. */
  DONE(0),
  /** A bug in plumb. */
  BUG(1),
  /** A check found drift, or a task whose outcome only an apply can determine. */
  DRIFT(2),
  /** A task failed on a host. */
  TASK_FAILED(3),
  /** A host was unreachable, or its host key was rejected. */
  UNREACHABLE(4),
  /** Invalid usage, playbook, inventory or variable; nothing was sent to any host. */
  BAD_INPUT(5),
  /** A change was refused because it would endanger quorum or data. */
  REFUSED(6),
  /** Another run holds the lock. */
  LOCKED(7),
  /** A signal or the user ended the run. */
  INTERRUPTED(130);

  private final int number;

  ExitStatus(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Returns the status of a run; if several apply, the most severe one. */
  public static ExitStatus of(Event.RunEnded ended, Mode mode) {
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
