package dev.plumb.module.weave;

import dev.plumb.host.docker.DockerInspection;
import java.util.Set;

/** The state of weave on a host. */
sealed interface WeaveState {

  /** The program weave is missing. */
  record NoProgram() implements WeaveState {}

  /** Docker is missing or stopped. */
  record DockerUnavailable(DockerInspection why) implements WeaveState {}

  /**
   * The router does not run.
   *
   * @param containerLeft whether its container still exists
   */
  record Down(boolean containerLeft) implements WeaveState {}

  /**
   * The router runs.
   *
   * @param passwordRight whether it has the password of the task, or none if the task has none
   * @param targets the peers it connects to, without the default port
   * @param active the number of addresses in use on this host, including the host's own
   */
  record Router(
      String nickname,
      boolean passwordRight,
      boolean discovery,
      String range,
      String subnet,
      Set<String> trusted,
      Set<String> targets,
      boolean exposed,
      int active)
      implements WeaveState {}
}
