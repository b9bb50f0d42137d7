package dev.plumb.host.systemd;

/** What a unit does: {@code ActiveState} of systemctl show. */
public enum ActiveState {
  ACTIVE,
  RELOADING,
  REFRESHING,
  INACTIVE,
  FAILED,
  ACTIVATING,
  DEACTIVATING,
  MAINTENANCE;

  /** Whether it is up and stays so when left alone. */
  public boolean running() {
    return switch (this) {
      case ACTIVE, RELOADING, REFRESHING -> true;
      case INACTIVE, FAILED, ACTIVATING, DEACTIVATING, MAINTENANCE -> false;
    };
  }
}
