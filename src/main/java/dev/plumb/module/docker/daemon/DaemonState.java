package dev.plumb.module.docker.daemon;

import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** What can be found of dockerd on a host. */
sealed interface DaemonState {

  /** There is no dockerd on the host, or none that systemd runs. */
  record NotInstalled() implements DaemonState {}

  /** The unit is masked: it cannot be started. */
  record Masked() implements DaemonState {}

  /**
   * dockerd is there.
   *
   * @param version as it says itself: {@code 20.10.24+dfsg1}
   * @param unitOutdated whether the unit's files changed since systemd read them
   * @param inSwarm whether the host belongs to a swarm
   */
  record Installed(
      String version,
      DaemonUnit unit,
      boolean unitOutdated,
      ConfigFile file,
      boolean inSwarm,
      DaemonProcess process)
      implements DaemonState {}

  /** The file of settings. */
  sealed interface ConfigFile {

    record Missing() implements ConfigFile {}

    /** It holds something else than one JSON object; dockerd does not start with it. */
    record Malformed(String text) implements ConfigFile {}

    record Settings(Map<String, Value> map, String text) implements ConfigFile {}

    /** The settings in it. */
    default Map<String, Value> settings() {
      return switch (this) {
        case Missing _, Malformed _ -> Map.of();
        case Settings(Map<String, Value> map, String _) -> map;
      };
    }

    default String text() {
      return switch (this) {
        case Missing _ -> "";
        case Malformed(String text) -> text;
        case Settings(Map<String, Value> _, String text) -> text;
      };
    }
  }

  /** What runs. */
  sealed interface DaemonProcess {

    /**
     * @param activeState systemd's: {@code inactive}, {@code failed}
     */
    record Stopped(String activeState) implements DaemonProcess {}

    /**
     * @param commandLine what it was started with
     * @param hasReadCurrentFile whether it has read the file of settings since the file last
     *     changed
     * @param connected whether it has a connection to the store that is asked for
     * @param containers how many run
     * @param inUse settings that it shows, under their names in daemon.json; one that is at its
     *     default may be missing
     */
    record Running(
        List<String> commandLine,
        boolean hasReadCurrentFile,
        boolean connected,
        int containers,
        Map<String, Value> inUse)
        implements DaemonProcess {}
  }
}
