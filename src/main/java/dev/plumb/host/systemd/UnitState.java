package dev.plumb.host.systemd;

import dev.plumb.value.RemotePath;
import java.util.Optional;

/** What can be found of a unit. */
public sealed interface UnitState {

  /**
   * systemd does not run the host, or is not on it.
   *
   * @param why in the host's words
   */
  record NoSystemd(String why) implements UnitState {}

  /**
   * What systemd holds of all units together, where no unit is named.
   *
   * @param needsReload whether files of some unit changed since systemd read them
   */
  record Manager(boolean needsReload) implements UnitState {}

  /** systemd knows no unit of that name. */
  record NotFound() implements UnitState {}

  /**
   * systemd knows the unit.
   *
   * @param subState the type's own word, for people: {@code auto-restart}
   * @param needsReload whether the unit's files changed since systemd read them
   * @param runsOnce whether it goes back to inactive when its work is done
   * @param changedSinceStart the file that changed after the unit was started; only looked for when
   *     asked
   */
  record Found(
      LoadState load,
      ActiveState active,
      String subState,
      UnitFileState file,
      boolean needsReload,
      boolean runsOnce,
      Optional<RemotePath> changedSinceStart)
      implements UnitState {

    public Found withChangedSinceStart(Optional<RemotePath> file) {
      return new Found(load, active, subState, file(), needsReload, runsOnce, file);
    }

    public boolean masked() {
      return load == LoadState.MASKED || file.masked();
    }
  }
}
