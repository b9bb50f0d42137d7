package dev.plumb.module.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.HostChange;
import dev.plumb.module.etcd.HostState.Data;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;

/**
 * Hosts with etcd as far as membership goes. Carries out the very steps that a plan holds, and
 * fails the moment one of them costs a cluster that had a quorum this quorum, or makes a second
 * cluster.
 */
@NullUnmarked // what is put into its maps is there
final class SimulatedHosts {

  static final long CLUSTER = 0x6cf5c275ea384c29L;

  final SortedMap<HostName, EtcdSpec> specs = new TreeMap<>();
  final SortedMap<HostName, Host> hosts = new TreeMap<>();

  /** By id; empty as long as no cluster was founded. */
  final SortedMap<Long, Member> members = new TreeMap<>();

  long leader;

  List<String> alarms = List.of();

  /** One or two members lost their quorum to a step that none of them can bear. */
  boolean outage;

  /** How often a leader was chosen, as nobody can foresee which. */
  int elections;

  /** What was done so far, to tell why a property does not hold. */
  final List<String> log = new ArrayList<>();

  private long lastId = 0x1000;

  /** What a host has. */
  static final class Host {
    EtcdVersion version = new EtcdVersion(3, 4, 23);
    boolean seen = true;
    boolean enabled;
    String unit = "";
    String settings = "";
    Map<String, String> runsWith = Map.of();
    Optional<Ids> data = Optional.empty();

    /** It found a quorum since it was started; before that etcd answers nobody. */
    boolean ready;

    /** What is in the log cannot be read: one that runs does not notice, and none starts on it. */
    boolean damaged;

    /** Something on the host keeps etcd from working, whatever its data and settings are. */
    boolean broken;

    /** The process is there and does nothing. */
    boolean silent;

    /** It dies as soon as it is started, and systemd starts it again. */
    boolean dies;

    void isGone() {
      stops();
      hasNoData();
    }

    void hasNoData() {
      data = Optional.empty();
      damaged = false;
    }

    void stops() {
      runsWith = Map.of();
      ready = false;
      dies = false;
    }

    boolean runs() {
      return !runsWith.isEmpty();
    }
  }

  Host host(EtcdSpec spec) {
    HostName name = new HostName(spec.name());
    specs.put(name, spec);
    return hosts.computeIfAbsent(name, _ -> new Host());
  }

  /** Puts a member into the cluster that was there before. */
  Member hasMember(EtcdSpec as, boolean started, boolean learner) {
    Member member =
        new Member(
            ++lastId,
            started ? as.name() : "",
            MemberConfig.urls(as.peerUrls()),
            started ? MemberConfig.urls(as.clientUrls()) : List.of(),
            learner);
    members.put(member.id(), member);
    return member;
  }

  /** A host that does its part in the cluster as its spec was at that time. */
  void runs(HostName name, EtcdSpec as, Member member, Map<String, List<String>> peers) {
    Host host = hosts.get(name);
    host.unit = MemberConfig.unit(as);
    host.settings = MemberConfig.render(as, host.version, peers, false);
    host.enabled = true;
    host.data = Optional.of(new Ids(CLUSTER, member.id()));
    host.runsWith = MemberConfig.environment(host.settings, host.unit);
    host.ready = true;
  }

  void stop(HostName name) {
    hosts.get(name).stops();
    elect();
  }

  // ---- etcd

  private Optional<Host> hostOf(Member member) {
    return hosts.values().stream()
        .filter(host -> host.data.filter(ids -> ids.member() == member.id()).isPresent())
        .findFirst();
  }

  /** Runs with the member's data, where the others look for it. */
  boolean works(Member member) {
    return hostOf(member)
        .filter(host -> host.runs() && !host.silent)
        .filter(
            host ->
                voters().size() == 1
                    || Set.of(host.runsWith.get("ETCD_LISTEN_PEER_URLS").split(","))
                        .containsAll(member.peerUrls()))
        .isPresent();
  }

  List<Member> voters() {
    return members.values().stream().filter(member -> !member.learner()).toList();
  }

  boolean hasQuorum() {
    long working = voters().stream().filter(this::works).count();
    return !members.isEmpty() && working >= voters().size() / 2 + 1;
  }

  void elect() {
    if (!hasQuorum()) {
      leader = 0;
      return;
    }
    Member now = members.get(leader);
    if (now == null || now.learner() || !works(now)) {
      leader = voters().stream().filter(this::works).findFirst().orElseThrow().id();
      elections++;
    }
    // Whoever works is ready, and then known by name.
    for (Member member : List.copyOf(members.values())) {
      if (works(member)) {
        Host host = hostOf(member).orElseThrow();
        host.ready = true;
        members.put(
            member.id(),
            new Member(
                member.id(),
                host.runsWith.get("ETCD_NAME"),
                member.peerUrls(),
                sorted(host.runsWith.get("ETCD_ADVERTISE_CLIENT_URLS")),
                member.learner()));
      }
    }
  }

  private static List<String> sorted(String urls) {
    return new TreeSet<>(List.of(urls.split(","))).stream().toList();
  }

  // ---- what plumb finds

  Map<HostName, HostState> look() {
    Map<HostName, HostState> found = new TreeMap<>();
    hosts.forEach(
        (name, host) -> {
          if (host.seen) {
            found.put(name, state(host));
          }
        });
    return found;
  }

  private HostState state(Host host) {
    return new HostState(
        Optional.of(host.version),
        host.runs() || host.dies,
        host.enabled,
        Optional.of(host.unit).filter(text -> !text.isEmpty()),
        Optional.of(host.settings).filter(text -> !text.isEmpty()),
        host.runsWith,
        false,
        host.damaged
            ? new Data.Unknown()
            : host.data.<Data>map(Data.Known::new).orElseGet(Data.None::new),
        host.runs() && host.ready && !host.silent
            ? host.data.flatMap(this::answer)
            : Optional.empty());
  }

  private Optional<MemberStatus> answer(Ids ids) {
    Member self = members.get(ids.member());
    if (self == null) {
      return Optional.empty();
    }
    Set<String> healthy = new HashSet<>();
    if (hasQuorum()) {
      voters().stream().filter(this::works).forEach(m -> healthy.addAll(m.clientUrls()));
    }
    return Optional.of(
        new MemberStatus(
            ids,
            self.learner() ? List.of() : List.copyOf(members.values()),
            healthy,
            leader,
            10,
            self.learner(),
            alarms));
  }

  // ---- what plumb does

  /** Whether the step ended well. */
  boolean carryOut(HostChange change, Step step) {
    HostName name = change.host();
    log.add(name + ": " + change.change().property() + ": " + step);
    Host host = hosts.get(name);
    boolean before = hasQuorum();
    int voters = voters().size();
    boolean done =
        switch (step) {
          case Step.Write write -> {
            String text = ((Content.Inline) write.content()).bytes().utf8();
            if (write.path().equals(specs.get(name).unitFile())) {
              host.unit = text;
            } else {
              assertThat(write.path()).isEqualTo(specs.get(name).settingsFile());
              host.settings = text;
            }
            yield true;
          }
          case Step.Await await -> ask(name, await.condition().words());
          case Step.Run run -> run(name, host, run.command());
          default -> throw new AssertionError(step);
        };
    elect();
    // One or two members bear no loss: there a restart, or a new member's start, is an outage.
    boolean unavoidable =
        voters <= 2
            && step.toString()
                .matches("(?s).*(systemctl restart|member update|member add(?!.*--learner)).*");
    outage |= before && unavoidable && !hasQuorum();
    if (before && !unavoidable) {
      assertThat(hasQuorum()).as("quorum after\n%s", String.join("\n", log)).isTrue();
    }
    return done;
  }

  private boolean run(HostName name, Host host, Command command) {
    List<String> words = command.words();
    String what = command.toString();
    if (what.startsWith("etcdctl ")) {
      return tell(words.subList(4, words.size()));
    }
    if (what.startsWith("systemctl")) {
      switch (words.get(1)) {
        case "daemon-reload" -> {}
        case "enable" -> host.enabled = true;
        case "disable" -> host.enabled = false;
        case "stop" -> host.stops();
        case "restart" -> {
          boolean before = hasQuorum();
          host.stops();
          if (before && voters().size() > 2) {
            assertThat(hasQuorum())
                .as(
                    "quorum while %s is restarted, after\n%s\n%s",
                    name, String.join("\n", log), members)
                .isTrue();
          }
          start(host);
        }
        default -> throw new AssertionError(what);
      }
      return true;
    }
    if (what.startsWith("move aside") || what.startsWith("make room")) {
      if (host.data.isPresent() && what.startsWith("move")) {
        assertThat(host.runs()).as("running while its data is moved").isFalse();
        host.hasNoData();
      }
      return true;
    }
    assertThat(what).matches("(?s)(mkdir|install|copy|back up).*");
    return true;
  }

  private void start(Host host) {
    Map<String, String> with = MemberConfig.environment(host.settings, host.unit);
    List<String> peers = MemberConfig.peers(host.settings);
    String url = with.get("ETCD_INITIAL_ADVERTISE_PEER_URLS");
    host.silent = host.broken;
    host.dies = host.damaged;
    if (host.dies) {
      host.runsWith = Map.of();
    } else if (host.silent) {
      host.runsWith = with;
    } else if (host.data.isPresent()) {
      host.runsWith = with;
      if ("true".equals(with.get(MemberConfig.FORCE))) {
        Ids ids = host.data.get();
        Member self =
            members.getOrDefault(
                ids.member(),
                new Member(ids.member(), with.get("ETCD_NAME"), List.of(url), List.of(), false));
        // A person said that those who were not looked at are gone and never come back.
        hosts.values().stream().filter(other -> !other.seen).forEach(Host::isGone);
        assertThat(hosts.values().stream().filter(Host::runs).toList()).containsExactly(host);
        members.clear();
        members.put(
            self.id(),
            new Member(self.id(), self.name(), self.peerUrls(), self.clientUrls(), false));
      }
    } else if ("new".equals(with.get("ETCD_INITIAL_CLUSTER_STATE"))) {
      found(peers);
      members.values().stream()
          .filter(m -> String.join(",", m.peerUrls()).equals(url))
          .findFirst()
          .ifPresent(
              member -> {
                host.data = Optional.of(new Ids(CLUSTER, member.id()));
                host.runsWith = with;
              });
    } else {
      // A list of another length than the cluster's turns it away.
      members.values().stream()
          .filter(m -> !m.started() && String.join(",", m.peerUrls()).equals(url))
          .filter(
              _ ->
                  peers.size()
                      == members.values().stream().mapToInt(m -> m.peerUrls().size()).sum())
          .findFirst()
          .ifPresent(
              member -> {
                host.data = Optional.of(new Ids(CLUSTER, member.id()));
                host.runsWith = with;
              });
    }
  }

  private void found(List<String> peers) {
    if (hosts.values().stream().allMatch(host -> host.data.isEmpty())) {
      members.clear();
    }
    if (members.isEmpty()) {
      for (String peer : peers) {
        String[] parts = peer.split("=", 2);
        Member member = new Member(++lastId, parts[0], List.of(parts[1]), List.of(), false);
        members.put(member.id(), member);
      }
      return;
    }
    List<String> there = new ArrayList<>();
    members.values().forEach(m -> m.peerUrls().forEach(url -> there.add(m.name() + "=" + url)));
    assertThat(peers).as("a second cluster is founded").containsExactlyInAnyOrderElementsOf(there);
  }

  private boolean ask(HostName name, List<String> words) {
    elect();
    if (words.contains("promote")) {
      return tell(words.subList(1, words.size()));
    }
    Optional<MemberStatus> answer = state(hosts.get(name)).status();
    return words.contains("health")
        ? answer.filter(MemberStatus::hasQuorum).isPresent()
        : answer.isPresent();
  }

  private boolean tell(List<String> all) {
    List<String> words =
        all.stream()
            .filter(w -> !w.startsWith("--") || w.startsWith("--peer") || w.equals("--learner"))
            .toList();
    if (!hasQuorum()) {
      return false;
    }
    if (words.getFirst().equals("move-leader")) {
      leader = id(words.get(1));
      return true;
    }
    assertThat(words.getFirst()).isEqualTo("member");
    switch (words.get(1)) {
      case "add" -> {
        List<String> urls = urls(words);
        boolean taken =
            members.values().stream().anyMatch(m -> m.peerUrls().stream().anyMatch(urls::contains));
        boolean second = members.values().stream().anyMatch(Member::learner);
        if (taken || (second && words.contains("--learner"))) {
          return false;
        }
        long id = ++lastId;
        members.put(id, new Member(id, "", urls, List.of(), words.contains("--learner")));
      }
      case "remove" -> {
        members.remove(id(words.get(2)));
        // It ends by itself.
        hosts.values().stream()
            .filter(h -> h.data.filter(ids -> ids.member() == id(words.get(2))).isPresent())
            .forEach(h -> h.runsWith = Map.of());
      }
      case "update" -> {
        Member m = members.get(id(words.get(2)));
        members.put(m.id(), new Member(m.id(), m.name(), urls(words), m.clientUrls(), m.learner()));
      }
      case "promote" -> {
        Member m = members.get(id(words.get(2)));
        if (m == null || !m.learner() || !works(m)) {
          return false;
        }
        members.put(m.id(), new Member(m.id(), m.name(), m.peerUrls(), m.clientUrls(), false));
      }
      default -> throw new AssertionError(words);
    }
    return true;
  }

  private static long id(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }

  private static List<String> urls(List<String> words) {
    return words.stream()
        .filter(w -> w.startsWith("--peer-urls="))
        .map(w -> sorted(w.substring(12)))
        .findFirst()
        .orElseThrow();
  }

  Map<String, Long> ids() {
    Map<String, Long> ids = new HashMap<>();
    members.values().forEach(m -> ids.put(m.displayName(), m.id()));
    return ids;
  }
}
