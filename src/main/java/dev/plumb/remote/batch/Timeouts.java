package dev.plumb.remote.batch;

import java.time.Duration;

/**
 * The default timeouts of commands.
 *
 * @param question for one question; enough for a host that swaps or has a slow disk
 * @param step for one step, which may download packages and images
 * @param grace the additional time for the transfer of output and the end of a killed command
 */
public record Timeouts(Duration question, Duration step, Duration grace) {

  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofSeconds(15));
}
