package dev.plumb.module.service;

import dev.plumb.value.RemotePath;
import java.util.Optional;

/** What can be found of a unit. */
sealed interface UnitState {

  /**
   * systemd does not run the host, or is not on it.
   *
   * @param why in the host's words
   */
  record NoSystemd(String why) implements UnitState {}

  /**
   * What systemd holds of all units together, where no unit is named.
   *
   * @param outdated whether files of some unit changed since systemd read them
   */
  record Manager(boolean outdated) implements UnitState {}

  /** systemd knows no unit of that name. */
  record NotFound() implements UnitState {}

  /**
   * systemd knows the unit.
   *
   * @param subState the type's own word, for people: {@code auto-restart}
   * @param outdated whether the unit's files changed since systemd read them
   * @param runsOnce whether it goes back to inactive when its work is done
   * @param newer the file that changed after the unit was started; only looked for when asked
   */
  record Found(
      LoadState load,
      ActiveState active,
      String subState,
      UnitFileState file,
      boolean outdated,
      boolean runsOnce,
      Optional<RemotePath> newer)
      implements UnitState {

    boolean masked() {
      return load == LoadState.MASKED || file.masked();
    }
  }
}
