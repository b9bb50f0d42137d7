package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Optional;

/** Row 1: nobody has data, so there is no cluster yet. */
final class Bootstrap {

  private Bootstrap() {}

  /**
   * Also goes on with a founding that was cut short: of that, each host has no data or settings
   * that still say "new", with the same members; and nobody answers yet, as etcd does not before
   * the cluster is there.
   */
  static Optional<ClusterPlan<HostState>> bootstrap(ClusterView picture) {
    List<HostName> hosts = picture.wanted();
    boolean answers = picture.states().values().stream().anyMatch(s -> s.status().isPresent());
    boolean others = picture.unwanted().stream().anyMatch(host -> picture.state(host).hasData());
    if (answers || others || !hosts.stream().allMatch(host -> isNotBootstrapped(picture, host))) {
      return Optional.empty();
    }
    if (!picture.unprobed().isEmpty()) {
      return Refusals.failed(
          "Hosts not looked at",
          """
          No host that was looked at has data of etcd, so the cluster would be founded. But the members %s were not \
          looked at, and may have a cluster already. Let all of them be reached, and leave --limit out."""
              .formatted(String.join(", ", picture.unprobed())));
    }
    RoundBuilder round = new RoundBuilder(picture);
    for (HostName host : hosts) {
      round.write(host, config(picture, host));
    }
    // Each waits for the others, so none is waited for before all are begun.
    for (HostName host : hosts) {
      if (!(picture.state(host).isRunning()
          && picture.state(host).hasData()
          && upToDate(picture, host))) {
        round.startBootstrap(host);
      }
    }
    hosts.forEach(host -> round.await(host, false));
    round.bootstrapped(hosts);
    return round.plan();
  }

  private static boolean isNotBootstrapped(ClusterView picture, HostName host) {
    HostState state = picture.state(host);
    return !state.hasData()
        || state
            .settings()
            .filter(MemberConfig::isBootstrap)
            .filter(s -> MemberConfig.peers(s).equals(MemberConfig.peers(picture.wantedPeers())))
            .isPresent();
  }

  private static boolean upToDate(ClusterView picture, HostName host) {
    HostState state = picture.state(host);
    return !MemberConfig.needRestart(
        state.environment(),
        MemberConfig.environment(config(picture, host), MemberConfig.unit(picture.spec(host))));
  }

  private static String config(ClusterView picture, HostName host) {
    return MemberConfig.render(
        picture.spec(host),
        picture.state(host).version().orElseThrow(),
        picture.wantedPeers(),
        true);
  }
}
