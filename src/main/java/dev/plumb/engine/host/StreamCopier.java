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
 * Carries a stream into a program on a host, piece by piece: whoever is slower sets the pace, and
 * no more than a piece is held here.
 */
final class StreamCopier {

  private static final int BUFFER_SIZE = 64 * 1024;
  private static final long JOIN_TIMEOUT_MILLIS = 1000;

  /** Where the stream comes from. */
  interface Source {

    /**
     * Writes all of it.
     *
     * @return how it failed, when it is not whole
     * @throws IOException when it cannot be written
     */
    Optional<Exec> writeTo(OutputStream out) throws IOException;

    /** Lets {@link #writeTo} end soon, from another thread. */
    void cancel();
  }

  private StreamCopier() {}

  /** How the program ended; or how the stream did, when that failed first. */
  static Exec copy(StreamedProcess program, Source flow) {
    Writer writer = new Writer(program, flow);
    Thread thread = Thread.ofPlatform().daemon().name("plumb-carrier").start(writer);
    Exec end = program.waitFor();
    // It may have ended without reading all: nobody waits for the rest of the stream then.
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
        // The program does not read any more; its end tells why.
      }
    }
  }

  /** Files of this machine. */
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
        // It is a matter of files and of the reader, who has gone.
      }
    };
  }

  /**
   * What another program prints.
   *
   * @param what it and its host, for people
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
            : Optional.of(told(end));
      }

      @Override
      public void cancel() {
        cut = true;
        source.close();
      }

      private Exec told(Exec end) {
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
