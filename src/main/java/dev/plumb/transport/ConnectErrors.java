package dev.plumb.transport;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.RunAs;
import dev.plumb.remote.Target;
import java.io.IOException;

/** Explains why no shell could be started on a reachable host. */
final class ConnectErrors {

  private ConnectErrors() {}

  static Diagnostic connectionLost(Target target, IOException e) {
    return Diagnostic.error(
        "Connection lost",
        "The connection to "
            + target.host()
            + " was lost before anything was sent: "
            + e.getMessage()
            + ".");
  }

  static Diagnostic shellFailed(
      Target target, String login, RunAs as, Shell.StartException notThere) {
    String host = target.host().toString();
    String said = notThere.output().strip();
    String quoted =
        said.isEmpty() ? " It produced no output." : " Its output:\n    " + indented(said);
    if (as.user().isEmpty()) {
      return Diagnostic.error(
          "No shell on the host",
          login
              + " could log in on "
              + host
              + ", but a POSIX shell did not start there. plumb needs /bin/sh, mktemp, and a login"
              + " shell that runs commands."
              + quoted);
    }
    return Diagnostic.error(
        "Privilege escalation failed",
        why(host, login, as.toString(), said, notThere.wrongPassword) + quoted);
  }

  private static String why(
      String host, String login, String user, String said, boolean wrongPassword) {
    if (wrongPassword) {
      return "sudo on "
          + host
          + " rejected the password of "
          + login
          + ". plumb tries it once."
          + " Check ansible_become_password for this host, or run with -K and enter it.";
    }
    if (said.contains("a password is required")) {
      return login
          + " may become "
          + user
          + " on "
          + host
          + " only with a password, but none was given."
          + " Run with -K, or set ansible_become_password for this host.";
    }
    if (said.contains("not in the sudoers") || said.contains("not allowed to execute")) {
      return login
          + " is not allowed to become "
          + user
          + " on "
          + host
          + ": the sudoers policy denies it.";
    }
    if (said.contains("command not found")) {
      return "sudo is not installed on "
          + host
          + ", and "
          + login
          + " is not root. Log in as root, or install sudo there.";
    }
    if (said.contains("unknown user") || said.contains("does not exist")) {
      return "There is no user " + user + " on " + host + ".";
    }
    return login + " could not become " + user + " on " + host + ".";
  }

  private static String indented(String said) {
    return said.lines().limit(20).reduce((a, b) -> a + "\n    " + b).orElse("");
  }
}
