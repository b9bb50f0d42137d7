package dev.plumb.transport.local;

import dev.plumb.transport.Link;
import dev.plumb.transport.Pipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts processes on this machine. There is always a connection. */
final class LocalLink implements Link {

  private final String user;
  private final Set<LocalPipe> pipes = ConcurrentHashMap.newKeySet();

  LocalLink(String user) {
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
  public Pipe start(List<String> words) throws IOException {
    LocalPipe pipe =
        new LocalPipe(new ProcessBuilder(words).redirectError(Redirect.DISCARD).start());
    pipes.removeIf(old -> !old.process.isAlive());
    pipes.add(pipe);
    return pipe;
  }

  @Override
  public void close() {
    pipes.forEach(LocalPipe::close);
    pipes.clear();
  }

  @Override
  public void abandon() {
    close();
  }

  private static final class LocalPipe implements Pipe {

    private final Process process;

    LocalPipe(Process process) {
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
      // A process of another user cannot be told to end, but finds its input at an end. Closing may
      // wait for a writer, and the writer for the process: not here.
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  process.getOutputStream().close();
                } catch (IOException _) {
                  // The process was faster.
                }
              });
    }
  }
}
