package dev.plumb.engine;

import dev.plumb.remote.RemoteHost;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a person wants the run to stop. After the first request no step begins, and what is in
 * flight has a grace time to end; after the second, or when that time is over, it is given up. Any
 * thread may call it.
 */
final class Interruption {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<RemoteHost> inFlight = ConcurrentHashMap.newKeySet();

  void request() {
    if (requests.incrementAndGet() == 1) {
      wanted.countDown();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  Thread.sleep(GRACE);
                  abandon();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    } else {
      abandon();
    }
  }

  boolean wanted() {
    return wanted.getCount() == 0;
  }

  /** Waits, but no longer than until a stop is wanted. */
  void pause(Duration time) {
    Hands.waits();
    try {
      if (wanted.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void begins(RemoteHost host) {
    inFlight.add(host);
  }

  void ended(RemoteHost host) {
    inFlight.remove(host);
  }

  private void abandon() {
    inFlight.forEach(RemoteHost::abandon);
  }
}
