package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.Optional;

/**
 * Whether to run as another user, and as whom; the nearest of task, import, role and play that says
 * it.
 */
public record Become(Optional<Value> become, Optional<Value> user) {

  public static final Become UNSET = new Become(Optional.empty(), Optional.empty());

  /** What an inner place says, filled up with what this outer one says. */
  public Become overriddenBy(Become inner) {
    return new Become(inner.become.or(() -> become), inner.user.or(() -> user));
  }
}
