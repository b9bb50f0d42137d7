package dev.plumb.engine.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HostExecutorTest {

  private static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

  @Test
  void startsNoHelperWhileNothingBlocks() {
    ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
    Set<Thread> by = ConcurrentHashMap.newKeySet();

    new HostExecutor(5)
        .runUntilBlocked(
            TEN,
            number -> {
              by.add(Thread.currentThread());
              done.add(number);
            });

    assertThat(done).containsExactlyElementsOf(TEN);
    assertThat(by).containsExactly(Thread.currentThread());
  }

  @Test
  void startsHelpersBeforeBlocking() throws InterruptedException {
    CountDownLatch three = new CountDownLatch(3);

    // Each waits for the two others: one after the other would be for ever.
    new HostExecutor(3)
        .runUntilBlocked(
            List.of(1, 2, 3),
            _ -> {
              HostExecutor.beforeBlocking();
              three.countDown();
              await(three);
            });

    assertThat(three.getCount()).isZero();
  }

  @Test
  void neverExceedsTheParallelism() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    new HostExecutor(3)
        .runConcurrently(
            TEN,
            _ -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              HostExecutor.beforeBlocking();
              pause();
              now.decrementAndGet();
            });

    assertThat(most.get()).isBetween(2, 3);
    assertThat(now.get()).isZero();
  }

  @Test
  void worksWithoutHelpers() {
    ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();

    new HostExecutor(1)
        .runConcurrently(
            TEN,
            number -> {
              HostExecutor.beforeBlocking();
              done.add(number);
            });

    assertThat(done).containsExactlyElementsOf(TEN);
  }

  @Test
  void propagatesExceptionsOfHelpers() {
    assertThatThrownBy(
            () ->
                new HostExecutor(2)
                    .runConcurrently(
                        List.of(1, 2),
                        number -> {
                          if (number == 2) {
                            throw new IllegalArgumentException("bug");
                          }
                          pause();
                        }))
        .hasStackTraceContaining("bug");
  }

  private static void pause() {
    await(new CountDownLatch(1), 50);
  }

  private static void await(CountDownLatch latch) {
    await(latch, 10_000);
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
