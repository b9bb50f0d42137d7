package dev.plumb.module.etcd;

import dev.plumb.change.ClusterPlan;
import dev.plumb.value.HostName;
import java.util.List;
import java.util.Optional;

/** Row 1: nobody has data, so there is no cluster yet. */
final class Founding {

  private Founding() {}

  /**
   * Also goes on with a founding that was cut short: of that, each host has no data or settings
   * that still say "new", with the same members; and nobody answers yet, as etcd does not before
   * the cluster is there.
   */
  static Optional<ClusterPlan<HostState>> found(Picture picture) {
    List<HostName> hosts = picture.wanted();
    boolean answers = picture.states().values().stream().anyMatch(s -> s.answer().isPresent());
    boolean others = picture.unwanted().stream().anyMatch(host -> picture.state(host).hasData());
    if (answers || others || !hosts.stream().allMatch(host -> unfounded(picture, host))) {
      return Optional.empty();
    }
    if (!picture.unseen().isEmpty()) {
      return Told.failed(
          "Hosts not looked at",
          """
          No host that was looked at has data of etcd, so the cluster would be founded. But the members %s were not \
          looked at, and may have a cluster already. Let all of them be reached, and leave --limit out."""
              .formatted(String.join(", ", picture.unseen())));
    }
    Round round = new Round(picture);
    for (HostName host : hosts) {
      round.write(host, settings(picture, host));
    }
    // Each waits for the others, so none is waited for before all are begun.
    for (HostName host : hosts) {
      if (!(picture.state(host).runs()
          && picture.state(host).hasData()
          && upToDate(picture, host))) {
        round.found(host);
      }
    }
    hosts.forEach(host -> round.await(host, false));
    round.foundedAll(hosts);
    return round.plan();
  }

  private static boolean unfounded(Picture picture, HostName host) {
    HostState state = picture.state(host);
    return !state.hasData()
        || state
            .settings()
            .filter(Settings::founding)
            .filter(s -> Settings.peers(s).equals(Settings.peers(picture.wantedPeers())))
            .isPresent();
  }

  private static boolean upToDate(Picture picture, HostName host) {
    HostState state = picture.state(host);
    return !Settings.differ(
        state.runsWith(),
        Settings.runsWith(settings(picture, host), Settings.unit(picture.spec(host))));
  }

  private static String settings(Picture picture, HostName host) {
    return Settings.text(
        picture.spec(host),
        picture.state(host).version().orElseThrow(),
        picture.wantedPeers(),
        true);
  }
}
