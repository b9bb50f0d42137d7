package dev.plumb.remote;

import dev.plumb.value.UserName;
import java.util.Optional;

/** The user that commands run as: the login user, or another user by sudo. */
public record RunAs(Optional<UserName> user) {

  /** The login user. */
  public static final RunAs LOGIN = new RunAs(Optional.empty());

  public static RunAs user(UserName user) {
    return new RunAs(Optional.of(user));
  }

  @Override
  public String toString() {
    return user.map(UserName::value).orElse("the login user");
  }
}
