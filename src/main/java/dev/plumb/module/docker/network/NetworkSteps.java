package dev.plumb.module.docker.network;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps that create, remove and await a network. */
final class NetworkSteps {

  private NetworkSteps() {}

  static Step create(NetworkSpec spec) {
    List<String> words =
        new ArrayList<>(List.of("docker", "network", "create", "--driver", spec.driver()));
    spec.driverOptions().ifPresent(options -> add(words, "--opt", options));
    spec.ipamDriver().ifPresent(driver -> words.addAll(List.of("--ipam-driver", driver)));
    spec.ipamDriverOptions().ifPresent(options -> add(words, "--ipam-opt", options));
    spec.blocks().forEach(block -> words.addAll(block.words()));
    spec.internal().filter(asked -> asked).ifPresent(_ -> words.add("--internal"));
    spec.attachable().filter(asked -> asked).ifPresent(_ -> words.add("--attachable"));
    spec.enableIpv6().filter(asked -> asked).ifPresent(_ -> words.add("--ipv6"));
    spec.labels().ifPresent(labels -> add(words, "--label", labels));
    words.add("--");
    words.add(spec.name().value());
    return new Step.Run(Command.of(words));
  }

  private static void add(List<String> words, String flag, Map<String, String> map) {
    map.forEach((key, value) -> words.addAll(List.of(flag, key + "=" + value)));
  }

  /**
   * Accepts a missing network: another host may have removed a shared one after this host listed
   * it.
   */
  static Step remove(String name) {
    return new Step.Run(
        Command.shell(
            """
            # docker network rm
            said=$(docker network rm -- "$1" 2>&1) && exit
            case $said in
              *'No such network'* | *'not found'*) ;;
              *) echo "$said" >&2; exit 1 ;;
            esac
            """,
            name));
  }

  /** A new network reaches the other hosts through the store, which takes a moment. */
  static Step.Await awaitVisible(NetworkSpec spec) {
    return new Step.Await(
        Command.of("docker", "network", "inspect", "--", spec.name().value()),
        Duration.ofSeconds(30),
        Duration.ofMillis(500));
  }
}
