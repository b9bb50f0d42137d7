package dev.plumb.module.docker.daemon;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.time.Duration;
import java.util.Optional;

/**
 * The health of dockerd: it answers, and it is connected to its store. A dockerd that cannot reach
 * its store starts and shows the store in its info, and reports the failure only in its log.
 */
final class DaemonHealth {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Assumes a connection if ss is missing or the store's address has no port. */
  private static final String CONNECTED =
      """
      ports=$(printf %s "$1" | grep -o ':[0-9][0-9]*')
      command -v ss >/dev/null && [ -n "$ports" ] || exit 0
      for port in $ports; do
        ss -Htnp state established dport = "$port" | grep -q '"dockerd"' && exit 0
      done
      exit 1
      """;

  private static final String HEALTHY =
      """
      # dockerd answers and is connected to its store
      [ -n "$1" ] || exec docker info >/dev/null 2>&1
      [ "$(docker info --format '{{.ClusterStore}}' 2>/dev/null)" = "$1" ] || exit
      """
          + CONNECTED;

  private DaemonHealth() {}

  /** Probes whether dockerd is connected to the store; true without a store. */
  static Probe<Boolean> connected(Optional<String> store) {
    return store.isEmpty()
        ? Probe.constant(true)
        : Probe.holds(
            Command.shell("# is dockerd connected to its store\n" + CONNECTED, store.get()));
  }

  static Step.Await awaitHealthy(Optional<String> store) {
    return new Step.Await(
        Command.shell(HEALTHY, store.orElse("")), TIMEOUT, Duration.ofMillis(500));
  }
}
