package dev.plumb.playbook;

import dev.plumb.value.Value;
import java.util.Optional;

/**
 * Whether to run as another user, and as which one. The innermost of task, import, role and play
 * that sets it wins.
 */
public record Become(Optional<Value> become, Optional<Value> user) {

  public static final Become UNSET = new Become(Optional.empty(), Optional.empty());

  /** Returns the inner values, completed by these outer ones. */
  public Become overriddenBy(Become inner) {
    return new Become(inner.become.or(() -> become), inner.user.or(() -> user));
  }
}
