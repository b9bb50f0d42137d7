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

    executor(5)
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
    HostExecutor executor = executor(3);
    CountDownLatch three = new CountDownLatch(3);

    // Each waits for the two others: one after the other would be for ever.
    executor.runUntilBlocked(
        List.of(1, 2, 3),
        _ -> {
          executor.beforeBlocking();
          three.countDown();
          await(three);
        });

    assertThat(three.getCount()).isZero();
  }

  @Test
  void neverExceedsTheParallelism() {
    HostExecutor executor = executor(3);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    executor.runConcurrently(
        TEN,
        _ -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          executor.beforeBlocking();
          pause();
          now.decrementAndGet();
        });

    assertThat(most.get()).isBetween(2, 3);
    assertThat(now.get()).isZero();
  }

  @Test
  void worksWithoutHelpers() {
    HostExecutor executor = executor(1);
    ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();

    executor.runConcurrently(
        TEN,
        number -> {
          executor.beforeBlocking();
          done.add(number);
        });

    assertThat(done).containsExactlyElementsOf(TEN);
  }

  @Test
  void propagatesExceptionsOfHelpers() {
    assertThatThrownBy(
            () ->
                executor(2)
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

  private static HostExecutor executor(int parallelism) {
    return new HostExecutor(parallelism, new Interruption());
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
