package dev.plumb.cli;

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
 * An SSH server on the loopback for {@link TrainingRun}, with keys of its own that live as long as
 * it does. A process beside the training run, so that nothing of the server gets into the cache.
 */
final class TrainingSshServer implements AutoCloseable {

  static final String KEY = "key";
  static final String KNOWN_HOSTS = "known_hosts";

  /** The folder of programs that answer for those of a usual host. */
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
   * Starts one that lets in who has the key that it writes into the folder, beside a file of known
   * hosts.
   *
   * @throws IOException when it does not come up
   */
  static TrainingSshServer start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // The virtual machine's own words would come before the port.
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
      throw new IOException("the SSH server for the training run did not come up");
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

  /** The server's process: says its port, and serves until its standard input ends. */
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
        // Nothing is ever said: the end is what is waited for.
      }
    }
    System.exit(0);
  }

  /** As OpenSSH's server does after a login: a client has code for that, too. */
  private static void sendHostKeys(Session session) throws IOException {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    request.putString("hostkeys-00@openssh.com");
    request.putBoolean(false);
    session.writePacket(request);
  }
}
