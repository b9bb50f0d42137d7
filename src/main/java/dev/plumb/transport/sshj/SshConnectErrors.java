package dev.plumb.transport.sshj;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Explains why a connection failed. */
final class SshConnectErrors {

  private SshConnectErrors() {}

  static Diagnostic timedOut(Target target) {
    return Diagnostic.error(
        "Connection timed out",
        "%s did not answer within %d s. Check its address, that it is running, and that no firewall drops the connection."
            .formatted(address(target), Math.max(1, target.connectTimeout().toSeconds())));
  }

  static Diagnostic of(Target target, Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return Diagnostic.error(
            "Unknown host name",
            "The name \"%s\" of %s does not resolve to an address. Check ansible_host and the name service."
                .formatted(target.address(), target.host()));
      }
      if (cause instanceof SocketTimeoutException) {
        return timedOut(target);
      }
      if (cause instanceof NoRouteToHostException) {
        return Diagnostic.error(
            "No route to the host",
            "There is no route to %s: %s. Check its address, and that it is running."
                .formatted(address(target), cause.getMessage()));
      }
      if (cause instanceof ConnectException) {
        return Diagnostic.error(
            "Connection refused",
            "%s refused the connection: %s. Check that sshd listens on this port."
                .formatted(address(target), cause.getMessage()));
      }
    }
    String message = String.valueOf(problem.getMessage());
    if (message.contains("settlement")) {
      return Diagnostic.error(
          "No algorithm in common",
          "%s supports none of the algorithms that plumb offers: %s."
              .formatted(address(target), message));
    }
    return Diagnostic.error(
        "Connection failed",
        "The connection to %s failed: %s."
            .formatted(address(target), problem instanceof IOException ? message : problem));
  }

  private static String address(Target target) {
    return "%s (%s, port %d)".formatted(target.host(), target.address(), target.port());
  }
}
