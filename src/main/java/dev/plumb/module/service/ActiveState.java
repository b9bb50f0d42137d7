package dev.plumb.module.service;

/** What a unit does: {@code ActiveState} of systemctl show. */
enum ActiveState {
  ACTIVE,
  RELOADING,
  REFRESHING,
  INACTIVE,
  FAILED,
  ACTIVATING,
  DEACTIVATING,
  MAINTENANCE;

  /** Whether it is up and stays so when left alone. */
  boolean running() {
    return switch (this) {
      case ACTIVE, RELOADING, REFRESHING -> true;
      case INACTIVE, FAILED, ACTIVATING, DEACTIVATING, MAINTENANCE -> false;
    };
  }
}
