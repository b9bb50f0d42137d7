package dev.plumb.host.systemd;

import dev.plumb.change.Change;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import java.util.List;
import java.util.Optional;

/**
 * One host's daemon, for {@link RollingRestart}.
 *
 * @param writes what brings its files to what is asked for
 * @param restart why a running one must be started anew
 * @param healthy whether it serves
 * @param isLeader whether it leads the others: its turn comes last
 * @param whileStopped what is to be done between stop and start
 * @param serving how to see that it serves
 * @param expected what is to be found once all is done
 */
public record RollingMember<T>(
    HostName host,
    UnitName unit,
    ServiceState service,
    List<Change> writes,
    Optional<RestartReason> restart,
    boolean healthy,
    boolean isLeader,
    List<Step> whileStopped,
    Step.Await serving,
    T expected) {

  /** One property of the running daemon that is not as asked for. */
  public record RestartReason(String property, String before, String after) {
    public static RestartReason startedBefore(RemotePath changed) {
      return new RestartReason("up to date", "started before " + changed + " changed", "yes");
    }
  }

  public RollingMember {
    writes = List.copyOf(writes);
    whileStopped = List.copyOf(whileStopped);
  }
}
