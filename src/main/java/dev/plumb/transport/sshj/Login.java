package dev.plumb.transport.sshj;

import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.remote.Target;
import dev.plumb.remote.UnreachableException;
import dev.plumb.value.Secret;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.method.PasswordResponseProvider;
import net.schmizz.sshj.userauth.password.PasswordUtils;

/** The login methods, in the order they are tried. */
final class Login {

  /**
   * One method.
   *
   * @param description for people: {@code key ~/.ssh/id_ed25519}
   */
  private record LoginMethod(String description, AuthMethod method) {}

  private final Target target;
  private final String user;
  private final PrivateKeys keys;
  private final List<LoginMethod> methods = new ArrayList<>();

  Login(Target target, String user, PrivateKeys keys) {
    this.target = target;
    this.user = user;
    this.keys = keys;
    for (PrivateKeys.PrivateKey key : keys.keys()) {
      methods.add(new LoginMethod("key " + key.file(), new AuthPublickey(key.provider())));
    }
    target.password().ifPresent(this::addPassword);
  }

  private void addPassword(Secret password) {
    methods.add(
        new LoginMethod(
            "password",
            new AuthPassword(PasswordUtils.createOneOff(password.reveal().toCharArray()))));
    methods.add(
        new LoginMethod(
            "password (keyboard-interactive)",
            new AuthKeyboardInteractive(
                new PasswordResponseProvider(
                    PasswordUtils.createOneOff(password.reveal().toCharArray())))));
  }

  /**
   * Logs in.
   *
   * @throws UnreachableException if the host accepts none of the methods
   * @throws TransportException if the connection is lost
   */
  void login(SSHClient client) throws TransportException {
    List<String> tried = new ArrayList<>();
    for (LoginMethod way : methods) {
      boolean isOffered =
          tried.isEmpty() || client.getUserAuth().getAllowedMethods().contains(name(way));
      if (!isOffered) {
        continue;
      }
      try {
        client.auth(user, way.method());
        return;
      } catch (UserAuthException e) {
        tried.add(way.description() + cause(e));
      } catch (SSHRuntimeException e) {
        tried.add(way.description() + ": " + e.getMessage());
      }
    }
    throw new UnreachableException(refused(tried, client.getUserAuth().getAllowedMethods()));
  }

  private static String name(LoginMethod way) {
    return way.method().getName();
  }

  private static String cause(UserAuthException e) {
    return e.getCause() == null ? "" : ": " + e.getCause().getMessage();
  }

  private Diagnostic refused(List<String> tried, Iterable<String> taken) {
    StringBuilder detail = new StringBuilder();
    detail.append(target.host()).append(" rejected the login of ").append(user).append(".");
    if (tried.isEmpty()) {
      detail.append(" No key file and no password is available.");
    } else {
      detail.append(" These methods were tried:");
      tried.forEach(way -> detail.append("\n    ").append(way));
    }
    if (!keys.unusable().isEmpty()) {
      detail.append("\nThese keys cannot be used:");
      keys.unusable().forEach(key -> detail.append("\n    ").append(key));
    }
    String methods = String.join(", ", taken);
    if (!methods.isEmpty()) {
      detail.append("\nThe host accepts: ").append(methods).append(".");
    }
    detail.append(
        "\nCheck ansible_user and ansible_ssh_private_key_file, and that the public key is in"
            + " ~/.ssh/authorized_keys of that user.");
    return Diagnostic.error("Login not accepted", detail.toString());
  }
}
