package dev.plumb.transport;

import java.nio.file.Path;

/**
 * What a transport wants to know of the machine and the user that plumb runs as.
 *
 * @param user the login name
 * @param home where {@code .ssh} is
 */
public record ControlMachine(String user, Path home) {

  public static ControlMachine local() {
    return new ControlMachine(
        System.getProperty("user.name", "root"), Path.of(System.getProperty("user.home", "/")));
  }
}
