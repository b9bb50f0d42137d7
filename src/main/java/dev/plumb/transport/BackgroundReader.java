package dev.plumb.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a stream in the background, so that waiting for it can time out. */
final class BackgroundReader {

  /** The result of waiting. */
  sealed interface ReadResult {
    record Data(ByteBuffer bytes) implements ReadResult {}

    /** Nothing was received in time. */
    record TimedOut() implements ReadResult {}

    /**
     * Nothing more will be received.
     *
     * @param reason how the connection broke; null when the stream came to its regular end
     */
    record Ended(@Nullable String reason) implements ReadResult {}
  }

  private static final int BUFFER_SIZE = 32 * 1024;

  private final BlockingQueue<ReadResult> pieces = new ArrayBlockingQueue<>(64);
  private volatile ReadResult.@Nullable Ended ended;

  private BackgroundReader() {}

  static BackgroundReader of(InputStream stream) {
    BackgroundReader pump = new BackgroundReader();
    Thread.ofPlatform().daemon().name("plumb-pump").start(() -> pump.read(stream));
    return pump;
  }

  private void read(InputStream stream) {
    ReadResult.Ended end = new ReadResult.Ended(null);
    byte[] buffer = new byte[BUFFER_SIZE];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        ReadResult piece = new ReadResult.Data(ByteBuffer.wrap(Arrays.copyOf(buffer, n)));
        while (!pieces.offer(piece, 1, TimeUnit.SECONDS)) {
          if (ended != null) {
            return;
          }
        }
      }
    } catch (IOException e) {
      end = new ReadResult.Ended(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (InterruptedException _) {
      end = new ReadResult.Ended("interrupted");
    }
    finish(end);
  }

  /** Makes {@link #next} return immediately from now on. */
  void finish(ReadResult.Ended end) {
    if (ended == null) {
      ended = end;
    }
    // Wakes a reader; a full queue has none to wake.
    boolean _ = pieces.offer(end);
  }

  /** Returns whether the stream has ended, though unread pieces may be left. */
  boolean isEnded() {
    return ended != null;
  }

  /** Waits until the given {@link System#nanoTime()}. */
  ReadResult next(long deadline) {
    ReadResult next = pieces.poll();
    if (next == null && ended != null) {
      return ended;
    }
    try {
      if (next == null) {
        next = pieces.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new ReadResult.Ended("the run was interrupted");
    }
    return next == null ? new ReadResult.TimedOut() : next;
  }
}
