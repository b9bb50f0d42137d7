package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Optional;

/** Bootstraps the cluster if no host has data. */
final class Bootstrap {

  private Bootstrap() {}

  /**
   * Also resumes an interrupted bootstrap, in which each host has no data or settings in state
   * "new" with the same members, and none answers, because etcd does not answer before the cluster
   * exists.
   */
  static Optional<ClusterPlan<HostState>> bootstrap(ClusterView view) {
    List<HostName> hosts = view.wanted();
    boolean answers = view.states().values().stream().anyMatch(s -> s.status().isPresent());
    boolean others = view.unwanted().stream().anyMatch(host -> view.state(host).hasData());
    if (answers || others || !hosts.stream().allMatch(host -> isNotBootstrapped(view, host))) {
      return Optional.empty();
    }
    if (!view.unprobed().isEmpty()) {
      return Refusals.failed(
          "Hosts were not probed",
          """
          No probed host has etcd data, so the cluster would be bootstrapped. But the hosts of the members %s were \
          not probed and may already have a cluster. Make all of them reachable and run without --limit.\
          """
              .formatted(String.join(", ", view.unprobed())));
    }
    RoundBuilder round = new RoundBuilder(view);
    for (HostName host : hosts) {
      round.write(host, config(view, host));
    }
    // Members wait for each other, so all must be started before waiting for any.
    for (HostName host : hosts) {
      if (!(view.state(host).isRunning() && view.state(host).hasData() && upToDate(view, host))) {
        round.startBootstrap(host);
      }
    }
    hosts.forEach(host -> round.await(host, false));
    round.bootstrapped(hosts);
    return round.plan();
  }

  private static boolean isNotBootstrapped(ClusterView view, HostName host) {
    HostState state = view.state(host);
    return !state.hasData()
        || state
            .settings()
            .filter(MemberConfig::isBootstrap)
            .filter(s -> MemberConfig.peers(s).equals(MemberConfig.peers(view.wantedPeers())))
            .isPresent();
  }

  private static boolean upToDate(ClusterView view, HostName host) {
    HostState state = view.state(host);
    return !MemberConfig.needRestart(
        state.environment(),
        MemberConfig.environment(config(view, host), MemberConfig.unit(view.spec(host))));
  }

  private static String config(ClusterView view, HostName host) {
    return MemberConfig.render(
        view.spec(host), view.state(host).version().orElseThrow(), view.wantedPeers(), true);
  }
}
