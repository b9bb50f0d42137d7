package dev.plumb.cli.startup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;

/**
 * An SSH server on the loopback interface for {@link TrainingRun}, with temporary keys. It is a
 * separate process, which keeps its classes out of the cache.
 */
final class TrainingSshServer implements AutoCloseable {

  static final String KEY = "key";
  static final String KNOWN_HOSTS = "known_hosts";

  /** The directory of programs that replace those of a host. */
  static final String PROGRAMS = "bin";

  private static final int ED25519_BITS = 256;

  private static final String HOST_ENVIRONMENT =
      """
      PATH=$1:$PATH SSH_CONNECTION='127.0.0.1 40000 127.0.0.1 22'
      export PATH SSH_CONNECTION
      eval "$2"
      """;

  private final Process process;
  private final String port;

  private TrainingSshServer(Process process, String port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server, which writes a private key to log in with and a known_hosts file into the
   * directory.
   *
   * @throws IOException if it does not start
   */
  static TrainingSshServer start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // Messages of the JVM would precede the port.
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingSshServer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String port = process.inputReader().readLine();
    if (port == null) {
      process.destroy();
      throw new IOException("The SSH server of the training run did not start");
    }
    return new TrainingSshServer(process, port);
  }

  String port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the server: prints its port, and serves until standard input ends. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    Path folder = Path.of(args[0]);
    KeyPair host = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS);
    KeyPair user = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS);
    try (SshServer server = SshServer.setUpDefaultServer()) {
      server.setHost("127.0.0.1");
      server.setKeyPairProvider(KeyPairProvider.wrap(host));
      server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(key, user.getPublic()));
      String programs = folder.resolve(PROGRAMS).toString();
      server.setCommandFactory(
          (channel, line) -> {
            sendHostKeys(channel.getSession());
            return new ProcessShellFactory(
                    line, "/bin/sh", "-c", HOST_ENVIRONMENT, "sh", programs, line)
                .createShell(channel);
          });
      server.start();
      Path key = folder.resolve(KEY);
      Files.createFile(
          key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream out = Files.newOutputStream(key)) {
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "training", null, out);
      }
      Files.writeString(
          folder.resolve(KNOWN_HOSTS),
          "[127.0.0.1]:%d %s%n"
              .formatted(server.getPort(), PublicKeyEntry.toString(host.getPublic())));
      System.out.println(server.getPort());
      while (System.in.read() >= 0) {
        // Waits for the end.
      }
    }
    System.exit(0);
  }

  /**
   * Sends the host keys as OpenSSH does after a login, so that the client's code for it is used.
   */
  private static void sendHostKeys(Session session) throws IOException {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    request.putString("hostkeys-00@openssh.com");
    request.putBoolean(false);
    session.writePacket(request);
  }
}
