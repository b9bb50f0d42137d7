package dev.plumb.module.etcd;

import dev.plumb.module.etcd.HostState.Data;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.value.HostName;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Specs and states side by side, with what follows from them. */
final class ClusterView {

  private final SortedMap<HostName, EtcdSpec> specs;
  private final SortedMap<HostName, HostState> states;
  private final Optional<MemberStatus> quorumStatus;

  ClusterView(Map<HostName, EtcdSpec> specs, Map<HostName, HostState> states) {
    this.specs = new TreeMap<>(specs);
    this.states = new TreeMap<>(states);
    this.quorumStatus = mostAdvanced(statuses().filter(MemberStatus::hasQuorum));
  }

  private static Optional<MemberStatus> mostAdvanced(Stream<MemberStatus> statuses) {
    // The first of equals, so that the same states always give the same plan.
    return statuses.reduce((a, b) -> b.raftIndex() > a.raftIndex() ? b : a);
  }

  private Stream<MemberStatus> statuses() {
    return states.values().stream().flatMap(state -> state.status().stream());
  }

  SortedMap<HostName, HostState> states() {
    return states;
  }

  SortedMap<HostName, EtcdSpec> specs() {
    return specs;
  }

  EtcdSpec spec(HostName host) {
    return Objects.requireNonNull(specs.get(host));
  }

  HostState state(HostName host) {
    return Objects.requireNonNull(states.get(host));
  }

  /** Returns the probed hosts that must have a member. */
  List<HostName> wanted() {
    return states.keySet().stream().filter(host -> spec(host).present()).toList();
  }

  /** Returns the probed hosts that must not have a member. */
  List<HostName> unwanted() {
    return states.keySet().stream().filter(host -> !spec(host).present()).toList();
  }

  /** Returns the names of all wanted members. */
  Set<String> wantedNames() {
    Set<String> names = new TreeSet<>();
    specs.values().forEach(spec -> names.addAll(spec.members()));
    specs.values().stream().filter(EtcdSpec::present).forEach(spec -> names.add(spec.name()));
    specs.values().stream().filter(spec -> !spec.present()).forEach(s -> names.remove(s.name()));
    return names;
  }

  /** Returns the names of members, wanted or not, whose hosts were not probed. */
  Set<String> unprobed() {
    Set<String> names = wantedNames();
    specs.values().forEach(spec -> names.add(spec.name()));
    states.keySet().forEach(host -> names.remove(spec(host).name()));
    return names;
  }

  /** Returns whether a member has a quorum. */
  boolean hasQuorum() {
    return quorumStatus.isPresent();
  }

  MemberStatus quorumStatus() {
    return quorumStatus.orElseThrow();
  }

  /** Returns the status of the most advanced member; it may be stale. */
  Optional<MemberStatus> lastKnown() {
    return quorumStatus.or(
        () -> mostAdvanced(statuses().filter(status -> !status.members().isEmpty())));
  }

  List<Member> members() {
    return lastKnown().map(MemberStatus::members).orElse(List.of()).stream()
        .sorted(Comparator.comparing(Member::displayName))
        .toList();
  }

  List<Member> voters() {
    return members().stream().filter(member -> !member.learner()).toList();
  }

  static int quorum(int voters) {
    return voters / 2 + 1;
  }

  Optional<Ids> idsOnDisk(HostName host) {
    return switch (state(host).data()) {
      case Data.None _, Data.Unknown _ -> Optional.empty();
      case Data.Known(Ids ids) -> Optional.of(ids);
      case Data.LostLog(Ids ids) -> Optional.of(ids);
    };
  }

  /** Returns the member of a host: by its data, else by name, else by address. */
  Optional<Member> memberOf(HostName host) {
    EtcdSpec spec = spec(host);
    Optional<Member> byData =
        idsOnDisk(host)
            .filter(ids -> lastKnown().filter(a -> a.ids().cluster() == ids.cluster()).isPresent())
            .flatMap(ids -> members().stream().filter(m -> m.id() == ids.member()).findFirst());
    Set<String> urls = new HashSet<>(MemberConfig.urls(spec.peerUrls()));
    Set<String> others = new HashSet<>();
    specs.values().forEach(s -> others.add(s.name()));
    others.remove(spec.name());
    return byData
        .or(() -> members().stream().filter(m -> m.name().equals(spec.name())).findFirst())
        .or(
            () ->
                members().stream()
                    .filter(m -> !others.contains(m.name()))
                    .filter(m -> m.peerUrls().stream().anyMatch(urls::contains))
                    .findFirst());
  }

  /** Returns the probed host of the member. */
  Optional<HostName> hostOf(Member member) {
    return states.keySet().stream()
        .filter(host -> memberOf(host).filter(member::equals).isPresent())
        .findFirst();
  }

  /** Returns whether the member works, from its own or the cluster's point of view. */
  boolean alive(Member member) {
    boolean heard =
        statuses()
            .filter(status -> status.ids().member() == member.id())
            .anyMatch(status -> status.hasQuorum() || (member.learner() && status.leader() != 0));
    return heard || (!member.learner() && quorumStatus.filter(t -> t.healthy(member)).isPresent());
  }

  /** Returns whether the data of a host belongs to its member. */
  boolean hasOwnData(HostName host) {
    return switch (state(host).data()) {
      case Data.None _ -> false;
      case Data.Unknown _ -> memberOf(host).isPresent();
      case Data.Known _, Data.LostLog _ ->
          memberOf(host).map(Member::id).equals(idsOnDisk(host).map(Ids::member));
    };
  }

  boolean isWanted(Member member) {
    return hostOf(member)
        .map(host -> spec(host).present())
        .orElseGet(
            () ->
                wantedNames().contains(member.name())
                    || specs.values().stream()
                        .filter(EtcdSpec::present)
                        .anyMatch(s -> MemberConfig.urls(s.peerUrls()).equals(member.peerUrls())));
  }

  /** Returns whether the member must be removed. */
  boolean isSurplus(Member member) {
    boolean named =
        specs.values().stream().anyMatch(s -> !s.present() && s.name().equals(member.name()));
    boolean absent = hostOf(member).map(host -> !spec(host).present()).orElse(named);
    return absent || (!isWanted(member) && specs.values().stream().anyMatch(EtcdSpec::prune));
  }

  /**
   * Returns the host to run cluster commands on: one that stays, and the same one in every round.
   */
  HostName commandHost() {
    return commandHosts().findFirst().orElseThrow();
  }

  /** Returns another host to run cluster commands on. */
  Optional<HostName> commandHostOtherThan(HostName not) {
    return commandHosts().filter(host -> !host.equals(not)).findFirst();
  }

  private Stream<HostName> commandHosts() {
    return states.keySet().stream()
        .filter(host -> state(host).status().filter(MemberStatus::hasQuorum).isPresent())
        .sorted(Comparator.comparing(host -> !spec(host).present()));
  }

  /** Returns the peer URLs of the members by name. */
  Map<String, List<String>> peers() {
    Map<String, List<String>> peers = new TreeMap<>();
    members().stream().filter(Member::started).forEach(m -> peers.put(m.name(), m.peerUrls()));
    return peers;
  }

  /** Returns {@link #peers} with the wanted URLs of a host's own member. */
  Map<String, List<String>> peersIncluding(HostName host) {
    Map<String, List<String>> peers = new TreeMap<>(peers());
    peers.put(spec(host).name(), MemberConfig.urls(spec(host).peerUrls()));
    return peers;
  }

  /** Returns the peer URLs of the wanted members by name. */
  Map<String, List<String>> wantedPeers() {
    Map<String, List<String>> peers = new TreeMap<>();
    specs.values().stream()
        .filter(EtcdSpec::present)
        .forEach(spec -> peers.put(spec.name(), MemberConfig.urls(spec.peerUrls())));
    return peers;
  }

  /** Returns the wanted settings of a host in an existing cluster. */
  String config(HostName host) {
    return MemberConfig.render(
        spec(host), state(host).version().orElseThrow(), peersIncluding(host), false);
  }

  /** Returns whether the member must be restarted. */
  boolean needsRestart(HostName host) {
    HostState state = state(host);
    return state.binaryReplaced()
        || MemberConfig.needRestart(
            state.environment(),
            MemberConfig.environment(config(host), MemberConfig.unit(spec(host))));
  }

  boolean peerUrlsDiffer(HostName host, Member member) {
    return !member.peerUrls().equals(MemberConfig.urls(spec(host).peerUrls()));
  }
}
