package dev.plumb.engine;

import dev.plumb.remote.Exec;
import dev.plumb.remote.Running;
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
final class Carrier {

  private static final int PIECE = 64 * 1024;
  private static final long GRACE_MILLIS = 1000;

  /** Where the stream comes from. */
  interface Flow {

    /**
     * Writes all of it.
     *
     * @return how it failed, when it is not whole
     * @throws IOException when it cannot be written
     */
    Optional<Exec> into(OutputStream out) throws IOException;

    /** Lets {@link #into} end soon, from another thread. */
    void cut();
  }

  private Carrier() {}

  /** How the program ended; or how the stream did, when that failed first. */
  static Exec carry(Running program, Flow flow) {
    Writer writer = new Writer(program, flow);
    Thread thread = Thread.ofPlatform().daemon().name("plumb-carrier").start(writer);
    Exec end = program.end();
    // It may have ended without reading all: nobody waits for the rest of the stream then.
    flow.cut();
    program.close();
    thread.interrupt();
    try {
      // One that waits within the kernel for a process that never reads goes when that process
      // does.
      thread.join(GRACE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Exec failure = writer.failure;
    return failure == null ? end : failure;
  }

  private static final class Writer implements Runnable {

    private final Running program;
    private final Flow flow;
    private volatile @Nullable Exec failure;

    private Writer(Running program, Flow flow) {
      this.program = program;
      this.flow = flow;
    }

    @Override
    public void run() {
      try {
        Optional<Exec> failed = flow.into(program.input());
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
  static Flow from(FileTree files) {
    return new Flow() {
      @Override
      public Optional<Exec> into(OutputStream out) throws IOException {
        try {
          Tar.write(files, out);
          return Optional.empty();
        } catch (Tar.ChangedException e) {
          return Optional.of(
              new Exec.Exited(1, Bytes.EMPTY, Bytes.utf8(String.valueOf(e.getMessage()))));
        }
      }

      @Override
      public void cut() {
        // It is a matter of files and of the reader, who has gone.
      }
    };
  }

  /**
   * What another program prints.
   *
   * @param what it and its host, for people
   */
  static Flow from(Running source, String what) {
    return new Flow() {

      private volatile boolean cut;

      @Override
      public Optional<Exec> into(OutputStream out) throws IOException {
        source.input().close();
        byte[] piece = new byte[PIECE];
        InputStream in = source.output();
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          out.write(piece, 0, n);
        }
        out.flush();
        Exec end = source.end();
        return cut || (end instanceof Exec.Exited exited && exited.succeeded())
            ? Optional.empty()
            : Optional.of(told(end));
      }

      @Override
      public void cut() {
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
        return Bytes.utf8("It was this that failed: " + what + "\n" + err.utf8());
      }
    };
  }
}
