package dev.plumb.module.zookeeper;

import static java.util.Objects.requireNonNull;

import dev.plumb.change.ClusterPlan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.host.files.FolderEntries;
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
import java.util.regex.Pattern;

/** Runs ZooKeeper servers as one ensemble. */
public final class ZookeeperModule
    implements ClusterModule<ZookeeperSpec, ZookeeperModule.ServerState> {

  /**
   * The state of a server.
   *
   * @param hasData whether its data directory has transactions
   */
  record ServerState(ServiceState daemon, Mode mode, boolean hasData) {}

  /** The mode that a server reports. */
  enum Mode {
    /** It does not answer, or reports that it has no quorum. */
    NOT_SERVING,
    STANDALONE,
    LEADER,
    FOLLOWER,
    OBSERVER
  }

  // $1: port. Unlike other commands of ZooKeeper, srvr is always allowed.
  private static final String SRVR =
      "timeout 5 bash -c 'exec 3<>\"/dev/tcp/127.0.0.1/$0\" && printf srvr >&3 && cat <&3' \"$1\"";

  private static final Pattern REFUSED =
      Pattern.compile("Connection (?:refused|reset by peer|timed out)|No route to host");

  // $1: port
  private static final String SERVES =
      "# ZooKeeper serves at port\n" + SRVR + " 2>/dev/null | grep -q '^Mode: '";

  @Override
  public ModuleInfo<ZookeeperSpec> info() {
    return ModuleInfo.of(
        "zookeeper",
        ZookeeperSpec.class,
        "Runs ZooKeeper servers as one ensemble: ids, members and settings; restarts one at a"
            + " time.");
  }

  @Override
  public int rounds(int hosts) {
    return RollingRestart.rounds(hosts);
  }

  @Override
  public Probe<ServerState> probe(ZookeeperSpec spec) {
    List<RemotePath> files = List.of(spec.config(), spec.myid());
    List<RemotePath> watched = new ArrayList<>(files);
    watched.addAll(spec.restartWhenNewer());
    return Probe.combine(
        ServiceState.probe(spec.unit(), files, watched),
        Probe.of(Command.shell(SRVR, String.valueOf(spec.clientPort())), ZookeeperModule::readMode),
        FolderEntries.probe(spec.dataDir().child("version-2")).map(names -> !names.isEmpty()),
        ServerState::new);
  }

  static Reading<Mode> readMode(Exec.Exited srvr) {
    String word =
        srvr.out()
            .lines()
            .filter(line -> line.startsWith("Mode: "))
            .map(line -> line.substring(6).strip())
            .findFirst()
            .orElse("");
    // 124 is the status of timeout.
    boolean silent = srvr.succeeded() || srvr.status() == 124 || REFUSED.matcher(srvr.err()).find();
    return switch (word) {
      case "" ->
          silent
              ? Reading.of(Mode.NOT_SERVING)
              : Reading.unreadable(
                  "ZooKeeper could not be queried: status %d:\n    %s"
                      .formatted(srvr.status(), srvr.err().strip()));
      case "standalone" -> Reading.of(Mode.STANDALONE);
      case "leader" -> Reading.of(Mode.LEADER);
      case "follower" -> Reading.of(Mode.FOLLOWER);
      case "observer" -> Reading.of(Mode.OBSERVER);
      default -> Reading.unreadable("ZooKeeper gave an unknown answer: " + srvr.out());
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
      due = Optional.of(new RollingMember.RestartReason("settings", "different", "as declared"));
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

  /** Refuses to change members and id of a server with data unless allowed. */
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
            The ZooKeeper server on %s has data and %s; declared: %s. Servers that disagree on their \
            members can lose data. If the change is intended, make it on one server at a time with:
                allow_membership_change: true\
            """
                .formatted(host, was, asked)));
  }

  @Override
  public Map<String, Value> result(HostName host, ZookeeperSpec spec, ServerState found) {
    return Map.of("mode", Value.text(found.mode().name().toLowerCase(Locale.ROOT)));
  }
}
