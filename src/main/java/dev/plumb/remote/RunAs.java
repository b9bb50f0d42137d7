package dev.plumb.remote;

import dev.plumb.value.UserName;
import java.util.Optional;

/** The user that commands run as: the one who logged in, or another one by way of sudo. */
public record RunAs(Optional<UserName> user) {

  /** The user that logged in. */
  public static final RunAs LOGIN = new RunAs(Optional.empty());

  public static RunAs user(UserName user) {
    return new RunAs(Optional.of(user));
  }

  @Override
  public String toString() {
    return user.map(UserName::value).orElse("the login user");
  }
}
