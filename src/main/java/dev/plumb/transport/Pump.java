package dev.plumb.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a stream in a thread of its own, so that waiting for it can end. */
final class Pump {

  /** What came of waiting. */
  sealed interface Next {
    record Piece(ByteBuffer bytes) implements Next {}

    /** Nothing came in time. */
    record Late() implements Next {}

    /**
     * Nothing will come any more.
     *
     * @param why how the connection broke; null when the stream came to its regular end
     */
    record Ended(@Nullable String why) implements Next {}
  }

  private static final int PIECE = 32 * 1024;

  private final BlockingQueue<Next> pieces = new ArrayBlockingQueue<>(64);
  private volatile Next.@Nullable Ended ended;

  private Pump() {}

  static Pump of(InputStream stream) {
    Pump pump = new Pump();
    Thread.ofPlatform().daemon().name("plumb-pump").start(() -> pump.read(stream));
    return pump;
  }

  private void read(InputStream stream) {
    Next.Ended end = new Next.Ended(null);
    byte[] buffer = new byte[PIECE];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        Next piece = new Next.Piece(ByteBuffer.wrap(Arrays.copyOf(buffer, n)));
        while (!pieces.offer(piece, 1, TimeUnit.SECONDS)) {
          if (ended != null) {
            return;
          }
        }
      }
    } catch (IOException e) {
      end = new Next.Ended(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (InterruptedException _) {
      end = new Next.Ended("interrupted");
    }
    finish(end);
  }

  /** Lets {@link #next} return at once, now and ever after. */
  void finish(Next.Ended end) {
    if (ended == null) {
      ended = end;
    }
    // Wakes a reader; when the queue is full there is none to wake.
    boolean _ = pieces.offer(end);
  }

  /** Whether the stream is known to be at its end, though pieces may be left. */
  boolean isEnded() {
    return ended != null;
  }

  /** Waits until the given {@link System#nanoTime()}. */
  Next next(long deadline) {
    Next next = pieces.poll();
    if (next == null && ended != null) {
      return ended;
    }
    try {
      if (next == null) {
        next = pieces.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Next.Ended("the run was interrupted");
    }
    return next == null ? new Next.Late() : next;
  }
}
