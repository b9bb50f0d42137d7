package dev.plumb.module.weave;

import java.util.Set;

/** What is found of weave on a host. */
sealed interface WeaveState {

  /** The program is not there. */
  record NoProgram() implements WeaveState {}

  /**
   * Docker does not answer.
   *
   * @param installed whether there is a docker at all
   */
  record NoDocker(boolean installed, String why) implements WeaveState {}

  /**
   * There is no router at work.
   *
   * @param containerLeft whether its container is still there
   */
  record Down(boolean containerLeft) implements WeaveState {}

  /**
   * A router is at work.
   *
   * @param passwordRight whether its password is the one asked for, none included
   * @param targets whom it connects to, without the usual port
   * @param active how many addresses its containers have, the exposed one included
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
