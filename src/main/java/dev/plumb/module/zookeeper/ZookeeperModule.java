package dev.plumb.module.zookeeper;

import static java.util.Objects.requireNonNull;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.systemd.MissingUnit;
import dev.plumb.host.systemd.RollingMember;
import dev.plumb.host.systemd.RollingRestart;
import dev.plumb.host.systemd.ServiceState;
import dev.plumb.module.ClusterModule;
import dev.plumb.module.ModuleInfo;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.HostName;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps servers of ZooKeeper as one ensemble. */
public final class ZookeeperModule
    implements ClusterModule<ZookeeperSpec, ZookeeperModule.ServerState> {

  /**
   * A server as found.
   *
   * @param hasData whether it ever served: there are transactions in its data folder
   */
  record ServerState(ServiceState daemon, Mode mode, boolean hasData) {}

  /** What a server says of itself. */
  enum Mode {
    /** It does not answer, or says that it has no quorum. */
    NOT_SERVING,
    STANDALONE,
    LEADER,
    FOLLOWER,
    OBSERVER
  }

  // $1 port. Of the words that ZooKeeper answers to, srvr is the one that is never forbidden.
  private static final String SRVR =
      "timeout 5 bash -c 'exec 3<>\"/dev/tcp/127.0.0.1/$0\" && printf srvr >&3 && cat <&3' \"$1\"";

  // $1 port
  private static final String SERVES =
      "# ZooKeeper serves at port\n" + SRVR + " 2>/dev/null | grep -q '^Mode: '";

  @Override
  public ModuleInfo<ZookeeperSpec> info() {
    return ModuleInfo.of(
        "zookeeper",
        ZookeeperSpec.class,
        "Keeps servers of ZooKeeper as one ensemble: ids, members and settings; restarts one at"
            + " a time.");
  }

  @Override
  public int rounds(int hosts) {
    return RollingRestart.rounds(hosts);
  }

  @Override
  public Probe<ServerState> probe(ZookeeperSpec spec) {
    Probe<Mode> mode =
        Probe.of(Command.shell(SRVR, String.valueOf(spec.clientPort())), srvr -> readMode(srvr));
    Probe<Boolean> hasData =
        Probe.of(
            Command.of("ls", "--", spec.dataDir().child("version-2").value()),
            ls -> Reading.of(!ls.out().isBlank()));
    List<RemotePath> kept = List.of(spec.config(), spec.myid());
    List<RemotePath> watched = new ArrayList<>(kept);
    watched.addAll(spec.restartWhenNewer());
    return ServiceState.probe(spec.unit(), kept, watched)
        .and(mode, (daemon, is) -> new ServerState(daemon, is, false))
        .and(hasData, (found, data) -> new ServerState(found.daemon(), found.mode(), data));
  }

  static Reading<Mode> readMode(Exec.Exited srvr) {
    String word =
        srvr.out()
            .lines()
            .filter(line -> line.startsWith("Mode: "))
            .map(line -> line.substring(6).strip())
            .findFirst()
            .orElse("");
    return switch (word) {
      case "" -> Reading.of(Mode.NOT_SERVING);
      case "standalone" -> Reading.of(Mode.STANDALONE);
      case "leader" -> Reading.of(Mode.LEADER);
      case "follower" -> Reading.of(Mode.FOLLOWER);
      case "observer" -> Reading.of(Mode.OBSERVER);
      default -> Reading.unreadable("ZooKeeper said something unexpected: " + srvr.out());
    };
  }

  @Override
  public ClusterPlan<ServerState> plan(
      Map<HostName, ZookeeperSpec> specs, Map<HostName, ServerState> states) {
    List<RollingMember<ServerState>> members = new ArrayList<>();
    int servers = 0;
    for (Map.Entry<HostName, ServerState> one : new TreeMap<>(states).entrySet()) {
      HostName host = one.getKey();
      ServerState found = one.getValue();
      ZookeeperSpec spec = requireNonNull(specs.get(host));
      if (!found.daemon().exists()) {
        return new ClusterPlan.Blocked<>(MissingUnit.unit(spec.unit(), host), true);
      }
      Optional<Diagnostic> risk = refusalFor(host, spec, found);
      if (risk.isPresent()) {
        return new ClusterPlan.Refused<>(risk.get());
      }
      servers = Math.max(servers, spec.servers().size());
      members.add(member(host, spec, found));
    }
    int needed = servers > 1 ? servers / 2 + 1 : 0;
    return new RollingRestart<>("ZooKeeper server", needed, members, states).plan();
  }

  private static RollingMember<ServerState> member(
      HostName host, ZookeeperSpec spec, ServerState found) {
    ServiceState daemon = found.daemon();
    boolean alone = spec.servers().size() == 1;
    var writes = daemon.fileChanges(spec.files());
    Optional<RollingMember.RestartReason> due = Optional.empty();
    if (daemon.running() && !writes.isEmpty()) {
      due = Optional.of(new RollingMember.RestartReason("settings", "others", "as declared"));
    } else if (daemon.running() && daemon.changedSinceStart().isPresent()) {
      due = daemon.changedSinceStart().map(RollingMember.RestartReason::startedBefore);
    }
    boolean healthy =
        switch (found.mode()) {
          case NOT_SERVING -> false;
          case STANDALONE -> alone;
          case LEADER, FOLLOWER, OBSERVER -> !alone;
        };
    return new RollingMember<>(
        host,
        spec.unit(),
        daemon,
        writes,
        due,
        healthy,
        found.mode() == Mode.LEADER,
        List.of(),
        new Step.Await(
            Command.shell(SERVES, String.valueOf(spec.clientPort())),
            spec.patience(),
            Duration.ofSeconds(1)),
        new ServerState(
            daemon.startedWith(spec.files()), alone ? Mode.STANDALONE : Mode.FOLLOWER, true));
  }

  /** Members and id of a server with data are not changed in passing. */
  private static Optional<Diagnostic> refusalFor(
      HostName host, ZookeeperSpec spec, ServerState found) {
    SortedMap<String, String> members = new TreeMap<>();
    found
        .daemon()
        .text(spec.config())
        .lines()
        .filter(line -> line.matches("server\\.\\d+\\s*=.*"))
        .map(line -> line.split("=", 2))
        .forEach(pair -> members.put(pair[0].strip(), pair[1].strip()));
    String id = found.daemon().text(spec.myid()).strip();
    boolean otherMembers =
        !members.equals(spec.members()) && !found.daemon().text(spec.config()).isEmpty();
    boolean otherId = id.matches("\\d+") && !id.equals(String.valueOf(spec.id()));
    if (!found.hasData() || spec.allowMembershipChange() || (!otherMembers && !otherId)) {
      return Optional.empty();
    }
    String was =
        otherId
            ? "the id " + id
            : members.isEmpty() ? "no other members" : "the members " + members;
    String asked = otherId ? String.valueOf(spec.id()) : spec.members().toString();
    return Optional.of(
        Diagnostic.error(
            "Membership of a server with data would change",
            """
            The ZooKeeper server on %s holds data and has %s; asked for: %s. Servers that do not \
            agree on who belongs to them can lose what was written. If it is meant, change one \
            server at a time with:
                allow_membership_change: true\
            """
                .formatted(host, was, asked)));
  }

  @Override
  public Map<String, Value> result(HostName host, ZookeeperSpec spec, ServerState found) {
    return Map.of("mode", Value.text(found.mode().name().toLowerCase(Locale.ROOT)));
  }
}
