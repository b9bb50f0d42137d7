package dev.plumb.module.docker.daemon;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether dockerd is well: it answers, and it is connected to its store. A dockerd that cannot
 * reach its store starts well, shows the store as its own, and says what is wrong in its log only.
 */
final class DaemonHealth {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Without ss, or where the store's address has no port, nothing can be said against it. */
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

  /** Whether a dockerd that runs is connected to this store; true where there is none. */
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
