package dev.plumb.module;

/** What a task does to its play. */
public enum PlayAction {
  FLUSH_HANDLERS,
  END_PLAY,
  END_BATCH,
  END_HOST,
  CLEAR_HOST_ERRORS,
  CLEAR_FACTS,
  REFRESH_INVENTORY,
  NOOP
}
