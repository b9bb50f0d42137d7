package dev.plumb.remote;

import dev.plumb.value.HostName;
import dev.plumb.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The address of a host, and how to log in.
 *
 * @param host its name in the inventory
 * @param kind over SSH, or the control machine itself
 * @param address a name or an IP address
 * @param port the SSH port
 * @param user the login user; by default the user who runs plumb
 * @param keys private key files to offer, in order; by default those of ~/.ssh
 * @param password the login password
 * @param knownHosts the file of host keys; by default ~/.ssh/known_hosts
 * @param hostKeys which host keys to accept
 * @param connectTimeout the limit for connecting
 * @param becomePassword the password for sudo
 */
public record Target(
    HostName host,
    Kind kind,
    String address,
    int port,
    Optional<String> user,
    List<String> keys,
    Optional<Secret> password,
    Optional<String> knownHosts,
    HostKeys hostKeys,
    Duration connectTimeout,
    Optional<Secret> becomePassword) {

  /** How the host is reached. */
  public enum Kind {
    SSH,
    LOCAL
  }

  /** Which host keys are accepted. */
  public enum HostKeys {
    /** Only keys in known_hosts. */
    STRICT,
    /** Keys in known_hosts; the key of an unknown host is accepted and added. */
    ACCEPT_NEW,
    /** Any key, without verification. */
    OFF
  }
}
