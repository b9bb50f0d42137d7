package dev.plumb.host.systemd;

import java.util.Optional;

/** What the unit's file says about booting: {@code UnitFileState} of systemctl show. */
public enum UnitFileState {
  /** There is no unit file: a mount, a device, a unit that is not there. */
  NONE,
  ENABLED,
  ENABLED_RUNTIME,
  LINKED,
  LINKED_RUNTIME,
  ALIAS,
  MASKED,
  MASKED_RUNTIME,
  STATIC,
  DISABLED,
  INDIRECT,
  GENERATED,
  TRANSIENT,
  BAD;

  public boolean masked() {
    return this == MASKED || this == MASKED_RUNTIME;
  }

  /**
   * Whether the unit starts at boot by a choice that enable and disable make; empty where there is
   * no such choice.
   */
  public Optional<Boolean> enabled() {
    return switch (this) {
      case ENABLED, ALIAS -> Optional.of(true);
      // Enabled until the next boot only is not enabled.
      case ENABLED_RUNTIME, DISABLED, LINKED, LINKED_RUNTIME -> Optional.of(false);
      case NONE, MASKED, MASKED_RUNTIME, STATIC, INDIRECT, GENERATED, TRANSIENT, BAD ->
          Optional.empty();
    };
  }
}
