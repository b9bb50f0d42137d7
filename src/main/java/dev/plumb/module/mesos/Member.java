package dev.plumb.module.mesos;

import dev.plumb.change.Change;
import dev.plumb.remote.Step;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import java.util.List;
import java.util.Optional;

/**
 * One host's daemon, for {@link Rolling}.
 *
 * @param writes what brings its files to what is asked for
 * @param due why a running one must be started anew
 * @param healthy whether it serves
 * @param leads whether it leads the others: its turn comes last
 * @param whileStopped what is to be done between stop and start
 * @param serving how to see that it serves
 * @param expected what is to be found once all is done
 */
record Member<T>(
    HostName host,
    Unit unit,
    Daemon daemon,
    List<Change> writes,
    Optional<Due> due,
    boolean healthy,
    boolean leads,
    List<Step> whileStopped,
    Step.Await serving,
    T expected) {

  /** One property of the running daemon that is not as asked for. */
  record Due(String property, String before, String after) {
    static Due olderThan(RemotePath changed) {
      return new Due("up to date", "started before " + changed + " changed", "yes");
    }
  }

  Member {
    writes = List.copyOf(writes);
    whileStopped = List.copyOf(whileStopped);
  }
}
