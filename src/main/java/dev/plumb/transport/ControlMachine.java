package dev.plumb.transport;

import java.nio.file.Path;

/**
 * The control machine and the user who runs plumb.
 *
 * @param user the login name
 * @param home the directory with {@code .ssh}
 */
public record ControlMachine(String user, Path home) {

  public static ControlMachine local() {
    return new ControlMachine(
        System.getProperty("user.name", "root"), Path.of(System.getProperty("user.home", "/")));
  }
}
