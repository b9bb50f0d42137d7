package dev.plumb.module.service;

/** Whether systemd could read the unit's files: {@code LoadState} of systemctl show. */
enum LoadState {
  STUB,
  LOADED,
  NOT_FOUND,
  BAD_SETTING,
  ERROR,
  MERGED,
  MASKED
}
