package dev.plumb.module.weave;

import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The steps that launch and change a router. */
final class WeaveSteps {

  private static final String LAUNCH =
      """
      # launch the router with
      IFS= read -r WEAVE_PASSWORD
      if test -n "$WEAVE_PASSWORD"; then export WEAVE_PASSWORD; else unset WEAVE_PASSWORD; fi
      exec "$@"
      """;

  private static final String READY =
      """
      # the routers agree on addresses
      said=$("$1" status) || exit 1
      printf '%s\\n' "$said"
      case $said in *'Status: ready'*) ;; *) exit 1 ;; esac
      """;

  /** Leaves time to download the image. */
  private static final Duration LAUNCH_TIMEOUT = Duration.ofMinutes(10);

  private WeaveSteps() {}

  static Step launch(WeaveSpec spec) {
    List<String> words = new ArrayList<>(List.of(spec.weave().value(), "launch"));
    spec.nickname().ifPresent(name -> words.addAll(List.of("--nickname", name)));
    words.addAll(List.of("--ipalloc-range", spec.ipallocRange()));
    spec.ipallocDefaultSubnet()
        .ifPresent(subnet -> words.addAll(List.of("--ipalloc-default-subnet", subnet)));
    if (!spec.discovery()) {
      words.add("--no-discovery");
    }
    spec.initPeerCount()
        .ifPresent(count -> words.addAll(List.of("--init-peer-count", count.toString())));
    if (!spec.trustedSubnets().isEmpty()) {
      words.addAll(List.of("--trusted-subnets", String.join(",", spec.trustedSubnets())));
    }
    words.addAll(spec.peers());
    return new Step.Run(
        Command.shell(LAUNCH, words.toArray(String[]::new))
            .withInput(WeaveProbe.input(spec))
            .withTimeout(LAUNCH_TIMEOUT));
  }

  static Step command(WeaveSpec spec, String verb, Collection<String> peers) {
    List<String> words = new ArrayList<>(List.of(spec.weave().value(), verb));
    words.addAll(peers);
    return new Step.Run(Command.of(words));
  }

  static Step.Await awaitReady(WeaveSpec spec) {
    return new Step.Await(
        Command.shell(READY, spec.weave().value()), spec.timeout(), Duration.ofSeconds(1));
  }
}
