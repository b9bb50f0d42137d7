package dev.plumb.transport.sshj;

import dev.plumb.remote.Target;
import dev.plumb.remote.UnreachableException;
import dev.plumb.remote.batch.ShellQuote;
import dev.plumb.transport.ControlMachine;
import dev.plumb.transport.HostConnection;
import dev.plumb.transport.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.connection.channel.direct.Session;
import org.jspecify.annotations.Nullable;

/** An SSH connection to a host; each process is a channel. */
final class SshConnection implements HostConnection {

  private final Target target;
  private final ControlMachine workstation;
  private final String user;
  private volatile @Nullable SSHClient client;
  private volatile @Nullable Socket socket;

  SshConnection(Target target, ControlMachine workstation) {
    this.target = target;
    this.workstation = workstation;
    this.user = target.user().orElse(workstation.user());
  }

  @Override
  public String loginUser() {
    return user;
  }

  @Override
  public boolean connect() {
    SSHClient old = client;
    if (old != null && old.isConnected() && old.isAuthenticated()) {
      return false;
    }
    PrivateKeys keys = PrivateKeys.read(target, workstation.home());
    Path knownHosts =
        target
            .knownHosts()
            .map(Path::of)
            .orElse(workstation.home().resolve(".ssh").resolve("known_hosts"));
    HostKeyCheck check = new HostKeyCheck(target, knownHosts);
    SSHClient fresh = new SSHClient(Algorithms.config());
    fresh.setSocketFactory(new SshSocketFactory(made -> socket = made));
    int limit = Math.toIntExact(Math.max(1, target.connectTimeout().toMillis()));
    fresh.setConnectTimeout(limit);
    fresh.getTransport().setTimeoutMs(limit);
    fresh.addHostKeyVerifier(check);
    // A channel's writer waits this long for a host that is busy with a command. Timeouts of
    // commands are enforced elsewhere.
    fresh.getConnection().setTimeoutMs(Integer.MAX_VALUE);
    Watchdog guard = new Watchdog(this::closeSocket);
    try {
      guard.start(limit);
      fresh.connect(target.address(), target.port());
      new Login(target, user, keys).login(fresh);
    } catch (IOException | SSHRuntimeException e) {
      closeSocket();
      throw new UnreachableException(
          check
              .refusal()
              .orElseGet(
                  () ->
                      guard.hasFired()
                          ? SshConnectErrors.timedOut(target)
                          : SshConnectErrors.of(target, e)));
    } catch (UnreachableException e) {
      disconnect(fresh);
      throw e;
    } finally {
      guard.stop();
    }
    client = fresh;
    return true;
  }

  @Override
  public RemoteProcess start(List<String> words) throws IOException {
    SSHClient connected = client;
    if (connected == null) {
      throw new IOException("not connected");
    }
    Watchdog guard = new Watchdog(this::closeSocket);
    try {
      guard.start(target.connectTimeout().toMillis());
      Session session = connected.startSession();
      return new ChannelProcess(session, session.exec("exec " + ShellQuote.line(words)));
    } catch (IllegalStateException | SSHRuntimeException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      guard.stop();
    }
  }

  @Override
  public void close() {
    SSHClient connected = client;
    client = null;
    if (connected != null) {
      disconnect(connected);
    }
    closeSocket();
  }

  @Override
  public void abort() {
    client = null;
    closeSocket();
  }

  /** Closing the connection properly would wait for a thread that is writing to it. */
  private void closeSocket() {
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException _) {
        // The socket is not used any more.
      }
    }
  }

  private static void disconnect(SSHClient client) {
    try {
      client.disconnect();
    } catch (IOException _) {
      // Gone already.
    }
  }

  /** Runs an action unless stopped in time. */
  private static final class Watchdog {
    private final Runnable onTimeout;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean hasFired;

    Watchdog(Runnable late) {
      this.onTimeout = late;
    }

    void start(long millis) {
      Thread.ofPlatform()
          .daemon()
          .name("plumb-guard")
          .start(
              () -> {
                try {
                  if (!stopped.await(millis, TimeUnit.MILLISECONDS)) {
                    hasFired = true;
                    onTimeout.run();
                  }
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    boolean hasFired() {
      return hasFired;
    }

    void stop() {
      stopped.countDown();
    }
  }

  private record ChannelProcess(Session session, Session.Command command) implements RemoteProcess {

    @Override
    public OutputStream input() {
      return command.getOutputStream();
    }

    @Override
    public InputStream output() {
      return command.getInputStream();
    }

    @Override
    public String errors() throws IOException {
      byte[] bytes = new byte[4096];
      InputStream errors = command.getErrorStream();
      int n = errors.available() == 0 ? 0 : errors.read(bytes, 0, bytes.length);
      return new String(bytes, 0, Math.max(0, n), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      // Closing waits for the host's answer.
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  session.close();
                } catch (IOException _) {
                  // Gone already.
                }
              });
    }
  }
}
