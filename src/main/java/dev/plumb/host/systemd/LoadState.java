package dev.plumb.host.systemd;

/** Whether systemd could read the unit's files: {@code LoadState} of systemctl show. */
public enum LoadState {
  STUB,
  LOADED,
  NOT_FOUND,
  BAD_SETTING,
  ERROR,
  MERGED,
  MASKED
}
