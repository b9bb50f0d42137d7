package dev.plumb.engine.vars;

import dev.plumb.remote.Target;
import dev.plumb.value.Secret;
import java.util.List;
import java.util.Optional;

/**
 * How to log in to hosts, as given on the command line. All but the host key policy yield to the
 * inventory's variables, as in Ansible.
 *
 * @param user the login user
 * @param keys private key files
 * @param password the login password
 * @param become whether tasks run as another user by default
 * @param becomeUser the user to become by default
 * @param becomePassword the password for sudo
 */
public record ConnectionOptions(
    Optional<String> user,
    List<String> keys,
    Optional<Secret> password,
    boolean become,
    Optional<String> becomeUser,
    Optional<Secret> becomePassword,
    Optional<Target.HostKeys> hostKeys) {

  /** No option is given. */
  public static final ConnectionOptions NONE =
      new ConnectionOptions(
          Optional.empty(),
          List.of(),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public ConnectionOptions {
    keys = List.copyOf(keys);
  }
}
