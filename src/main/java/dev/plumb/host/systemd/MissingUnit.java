package dev.plumb.host.systemd;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.value.HostName;

/** What to say of what an earlier task should have brought. */
public final class MissingUnit {

  private MissingUnit() {}

  public static Diagnostic unit(UnitName unit, HostName host) {
    return Diagnostic.error(
        "Unit not found",
        "systemd on %s knows no unit %s. Is the name right, and does an earlier task bring it?"
            .formatted(host, unit));
  }
}
