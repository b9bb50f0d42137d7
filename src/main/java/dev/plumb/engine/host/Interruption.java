package dev.plumb.engine.host;

import dev.plumb.remote.RemoteHost;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the run is to stop. After the first request no step starts, and running ones have a grace
 * period to finish; after the second, or at its end, they are aborted. Any thread may call it.
 */
public final class Interruption {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<RemoteHost> inFlight = ConcurrentHashMap.newKeySet();

  public void request() {
    if (requests.incrementAndGet() == 1) {
      requested.countDown();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  Thread.sleep(GRACE);
                  abort();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    } else {
      abort();
    }
  }

  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits, but no longer than until an interruption is requested. */
  void pause(Duration time) {
    try {
      boolean _ = requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void register(RemoteHost host) {
    inFlight.add(host);
  }

  void unregister(RemoteHost host) {
    inFlight.remove(host);
  }

  private void abort() {
    inFlight.forEach(RemoteHost::abort);
  }
}
