package dev.plumb.transport.local;

import dev.plumb.transport.HostConnection;
import dev.plumb.transport.RemoteProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts processes on the control machine, which is always connected. */
final class LocalConnection implements HostConnection {

  private final String user;
  private final Set<LocalProcess> pipes = ConcurrentHashMap.newKeySet();

  LocalConnection(String user) {
    this.user = user;
  }

  @Override
  public boolean connect() {
    return false;
  }

  @Override
  public String loginUser() {
    return user;
  }

  @Override
  public RemoteProcess start(List<String> words) throws IOException {
    LocalProcess pipe =
        new LocalProcess(new ProcessBuilder(words).redirectError(Redirect.DISCARD).start());
    pipes.removeIf(old -> !old.process.isAlive());
    pipes.add(pipe);
    return pipe;
  }

  @Override
  public void close() {
    pipes.forEach(LocalProcess::close);
    pipes.clear();
  }

  @Override
  public void abort() {
    close();
  }

  private static final class LocalProcess implements RemoteProcess {

    private final Process process;

    LocalProcess(Process process) {
      this.process = process;
    }

    @Override
    public OutputStream input() {
      return process.getOutputStream();
    }

    @Override
    public InputStream output() {
      return process.getInputStream();
    }

    @Override
    public String errors() {
      return "";
    }

    @Override
    public void close() {
      process.destroy();
      // A process of another user cannot be killed, but its input can be closed. Closing may
      // wait for a writer, and the writer for the process: not here.
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  process.getOutputStream().close();
                } catch (IOException _) {
                  // The process has exited.
                }
              });
    }
  }
}
