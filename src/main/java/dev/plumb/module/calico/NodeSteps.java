package dev.plumb.module.calico;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.time.Duration;
import java.util.stream.Stream;

/** The steps that start calico/node and wait until it is healthy. */
final class NodeSteps {

  static final Duration PULL_TIMEOUT = Duration.ofMinutes(10);

  // calicoctl follows the container's log for 10 s and then reports that it has terminated, whether
  // it has or not. If it runs, the next step waits until it is healthy.
  private static final String RUN =
      """
      # start the node with
      said=$("$@" 2>&1) && exit 0
      status=$?
      case $said in *"has terminated, check logs"*)
        if test "$(docker container inspect --format '{{.State.Running}}' calico-node)" = true; then exit 0; fi ;;
      esac
      docker logs --tail 15 calico-node >&2
      printf '%s\\n' "$said" >&2
      exit "$status"
      """;

  private static final String HEALTHY =
      """
      # calico-node is complete:
      for wanted in "$@"; do
        case $wanted in
          calico | calico-ipam) grep -q " /run/docker/plugins/$wanted.sock\\$" /proc/net/unix ;;
          *) cat /proc/[0-9]*/comm 2>/dev/null | grep -qx "$wanted" ;;
        esac || { echo "$wanted is missing; the log of calico-node ends with:"; docker logs --tail 15 calico-node 2>&1; exit 1; }
      done
      """;

  private NodeSteps() {}

  static Step run(CalicoNodeSpec spec) {
    String[] words = NodeContainer.command(spec).toArray(String[]::new);
    return new Step.Run(
        Command.shell(RUN, words)
            .withEnvironment(NodeContainer.calicoctlEnvironment(spec))
            .withTimeout(spec.timeout().plus(PULL_TIMEOUT)));
  }

  static Step.Await awaitHealthy(CalicoNodeSpec spec) {
    String[] wanted =
        Stream.concat(NodeContainer.sockets(spec).stream(), NodeContainer.processes(spec).stream())
            .sorted()
            .toArray(String[]::new);
    return new Step.Await(Command.shell(HEALTHY, wanted), spec.timeout(), Duration.ofSeconds(1));
  }
}
