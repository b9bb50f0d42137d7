package dev.plumb.engine.host;

import dev.plumb.engine.files.TarWriter;
import dev.plumb.remote.Exec;
import dev.plumb.remote.StreamedProcess;
import dev.plumb.value.Bytes;
import dev.plumb.value.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies a stream into a program on a host in pieces, at the pace of the slower side; only one
 * piece is in memory.
 */
final class StreamCopier {

  private static final int BUFFER_SIZE = 64 * 1024;
  private static final long JOIN_TIMEOUT_MILLIS = 1000;

  /** The source of a stream. */
  interface Source {

    /**
     * Writes all of it.
     *
     * @return how it failed, when it is not whole
     * @throws IOException when it cannot be written
     */
    Optional<Exec> writeTo(OutputStream out) throws IOException;

    /** Makes {@link #writeTo} end soon. Any thread may call it. */
    void cancel();
  }

  private StreamCopier() {}

  /** Returns how the program ended, or how the stream failed if it failed first. */
  static Exec copy(StreamedProcess program, Source flow) {
    Writer writer = new Writer(program, flow);
    Thread thread = Thread.ofPlatform().daemon().name("plumb-carrier").start(writer);
    Exec end = program.waitFor();
    // The program may have ended without reading everything.
    flow.cancel();
    program.close();
    thread.interrupt();
    try {
      // One that waits within the kernel for a process that never reads goes when that process
      // does.
      thread.join(JOIN_TIMEOUT_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Exec failure = writer.failure;
    return failure == null ? end : failure;
  }

  private static final class Writer implements Runnable {

    private final StreamedProcess program;
    private final Source flow;
    private volatile @Nullable Exec failure;

    private Writer(StreamedProcess program, Source flow) {
      this.program = program;
      this.flow = flow;
    }

    @Override
    public void run() {
      try {
        Optional<Exec> failed = flow.writeTo(program.input());
        if (failed.isEmpty()) {
          program.input().close();
        } else {
          failure = failed.get();
          program.close();
        }
      } catch (IOException _) {
        // The program stopped reading; its end explains why.
      }
    }
  }

  /** Streams local files as a tar archive. */
  static Source from(FileTree files) {
    return new Source() {
      @Override
      public Optional<Exec> writeTo(OutputStream out) throws IOException {
        try {
          TarWriter.write(files, out);
          return Optional.empty();
        } catch (TarWriter.FileChangedException e) {
          return Optional.of(
              new Exec.Exited(1, Bytes.EMPTY, Bytes.utf8(String.valueOf(e.getMessage()))));
        }
      }

      @Override
      public void cancel() {
        // Writing ends with the reader.
      }
    };
  }

  /**
   * Streams the output of another program.
   *
   * @param what the program and its host, for messages
   */
  static Source from(StreamedProcess source, String what) {
    return new Source() {

      private volatile boolean cut;

      @Override
      public Optional<Exec> writeTo(OutputStream out) throws IOException {
        source.input().close();
        byte[] piece = new byte[BUFFER_SIZE];
        InputStream in = source.output();
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          out.write(piece, 0, n);
        }
        out.flush();
        Exec end = source.waitFor();
        return cut || (end instanceof Exec.Exited exited && exited.succeeded())
            ? Optional.empty()
            : Optional.of(described(end));
      }

      @Override
      public void cancel() {
        cut = true;
        source.close();
      }

      private Exec described(Exec end) {
        return switch (end) {
          case Exec.Exited(int status, Bytes _, Bytes err) ->
              new Exec.Exited(status, Bytes.EMPTY, named(err));
          case Exec.Killed(int signal, Bytes _, Bytes err) ->
              new Exec.Killed(signal, Bytes.EMPTY, named(err));
          case Exec.TimedOut late -> late;
          case Exec.Lost(String why) -> new Exec.Lost(what + ": " + why);
        };
      }

      private Bytes named(Bytes err) {
        return Bytes.utf8("This command failed: " + what + "\n" + err.utf8());
      }
    };
  }
}
