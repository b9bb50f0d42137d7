package dev.plumb.transport;

import dev.plumb.remote.Exec;
import dev.plumb.remote.StreamedProcess;
import dev.plumb.remote.batch.StreamedScript;
import dev.plumb.value.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A command that runs in a dedicated shell. */
final class ShellProcess implements StreamedProcess {

  private static final int MAX_OUTPUT_KEPT = 64 * 1024;

  private final RemoteProcess pipe;
  private final BackgroundReader pump;
  private final StreamedScript streamed;
  private final Duration limit;
  private final long deadline;
  private final Runnable onLate;
  private final InputStream output = new Output();
  private @Nullable Exec missingEnd;
  private boolean atEnd;
  private volatile boolean closed;

  /**
   * @param onLate kills the command on the host
   */
  ShellProcess(
      RemoteProcess pipe,
      BackgroundReader pump,
      StreamedScript streamed,
      Duration limit,
      Runnable onLate) {
    this.pipe = pipe;
    this.pump = pump;
    this.streamed = streamed;
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
    this.onLate = onLate;
  }

  @Override
  public OutputStream input() {
    return pipe.input();
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public Exec waitFor() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    for (int n = read(buffer, 0, buffer.length); n >= 0; n = read(buffer, 0, buffer.length)) {
      kept.write(buffer, 0, n);
      if (kept.size() > 2 * MAX_OUTPUT_KEPT) {
        byte[] all = kept.toByteArray();
        kept.reset();
        kept.write(all, all.length - MAX_OUTPUT_KEPT, MAX_OUTPUT_KEPT);
      }
    }
    Exec missing = missingEnd;
    return streamed
        .ending(Bytes.of(kept.toByteArray()))
        .orElse(missing == null ? new Exec.Lost("the shell on the host ended before it") : missing);
  }

  private int read(byte[] into, int from, int most) {
    while (!atEnd) {
      int count = streamed.take(into, from, most);
      if (count > 0) {
        return count;
      }
      switch (pump.next(deadline)) {
        case BackgroundReader.ReadResult.Data(ByteBuffer bytes) -> streamed.accept(bytes);
        case BackgroundReader.ReadResult.TimedOut() -> {
          missingEnd = new Exec.TimedOut(limit);
          atEnd = true;
          onLate.run();
          close();
        }
        case BackgroundReader.ReadResult.Ended(var why) -> {
          missingEnd = why == null ? null : new Exec.Lost(why);
          atEnd = true;
        }
      }
    }
    int count = streamed.takeRest(into, from, most);
    return count > 0 ? count : -1;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    pump.finish(new BackgroundReader.ReadResult.Ended("plumb gave it up"));
    pipe.close();
  }

  private final class Output extends InputStream {

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      return most == 0 ? 0 : ShellProcess.this.read(into, from, most);
    }
  }
}
