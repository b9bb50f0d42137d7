package dev.plumb.module.docker.daemon;

import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;

/** The state of dockerd on a host. */
sealed interface DaemonState {

  /** There is no docker.service. */
  record NotInstalled() implements DaemonState {}

  /** The unit is masked and cannot be started. */
  record Masked() implements DaemonState {}

  /**
   * dockerd is installed.
   *
   * @param version such as {@code 20.10.24+dfsg1}
   * @param unitOutdated whether the unit's files changed since systemd loaded them
   * @param inSwarm whether the host is in a swarm
   */
  record Installed(
      String version,
      DaemonUnit unit,
      boolean unitOutdated,
      ConfigFile file,
      boolean inSwarm,
      DaemonProcess process)
      implements DaemonState {}

  /** The configuration file. */
  sealed interface ConfigFile {

    record Missing() implements ConfigFile {}

    /** Its content is not a JSON object; dockerd does not start with it. */
    record Malformed(String text) implements ConfigFile {}

    record Settings(Map<String, Value> map, String text) implements ConfigFile {}

    /** Returns the settings in the file. */
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

  /** The process of dockerd. */
  sealed interface DaemonProcess {

    /**
     * @param activeState of systemd: {@code inactive}, {@code failed}
     */
    record Stopped(String activeState) implements DaemonProcess {}

    /**
     * @param commandLine the words of its command line
     * @param hasReadCurrentFile whether it has read the configuration file since its last change
     * @param connected whether it is connected to the declared store
     * @param containers the number of running containers
     * @param inUse settings that it reports, under their names in daemon.json; a setting with its
     *     default value may be missing
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
