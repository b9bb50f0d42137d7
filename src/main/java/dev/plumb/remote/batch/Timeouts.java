package dev.plumb.remote.batch;

import java.time.Duration;

/**
 * How long is waited where a command does not say.
 *
 * @param question for one question; a host that swaps or has a slow disk still answers within it
 * @param step for one step: packages and images are fetched in it
 * @param grace how much longer for what surrounds commands: the transfer of what they printed, and
 *     the end of a command that was told to end
 */
public record Timeouts(Duration question, Duration step, Duration grace) {

  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofSeconds(15));
}
