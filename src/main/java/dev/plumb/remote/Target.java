package dev.plumb.remote;

import dev.plumb.value.HostName;
import dev.plumb.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a host is and how to log in there.
 *
 * @param host its name in the inventory
 * @param kind over SSH, or this machine
 * @param address a name or an IP address
 * @param port the SSH port
 * @param user the login; the user that runs plumb when absent
 * @param keys private key files to offer, in order; the usual ones of ~/.ssh when empty
 * @param password a password to log in with
 * @param knownHosts the file of host keys; ~/.ssh/known_hosts when absent
 * @param hostKeys what to do about host keys
 * @param connectTimeout how long connecting may take
 * @param becomePassword what sudo is told when it asks
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

  /** What is accepted as a host's key. */
  public enum HostKeys {
    /** Only a key that known_hosts holds. */
    STRICT,
    /** A key that known_hosts holds; an unknown host's key is accepted and written there. */
    ACCEPT_NEW,
    /** Any key: whoever answers is believed. */
    OFF
  }
}
