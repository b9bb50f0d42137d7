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

/** What is asked for and what was found, put side by side. Decides nothing. */
final class ClusterView {

  private final SortedMap<HostName, EtcdSpec> specs;
  private final SortedMap<HostName, HostState> states;
  private final Optional<MemberStatus> quorumStatus;

  ClusterView(Map<HostName, EtcdSpec> specs, Map<HostName, HostState> states) {
    this.specs = new TreeMap<>(specs);
    this.states = new TreeMap<>(states);
    this.quorumStatus = mostAdvanced(statuses().filter(MemberStatus::hasQuorum));
  }

  private static Optional<MemberStatus> mostAdvanced(Stream<MemberStatus> answers) {
    // Of equals the first, so that the same picture always gives the same plan.
    return answers.reduce((a, b) -> b.raftIndex() > a.raftIndex() ? b : a);
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

  /** The hosts that shall have a member and were looked at. */
  List<HostName> wanted() {
    return states.keySet().stream().filter(host -> spec(host).present()).toList();
  }

  /** The hosts that shall have none and were looked at. */
  List<HostName> unwanted() {
    return states.keySet().stream().filter(host -> !spec(host).present()).toList();
  }

  /** The names of all members that there shall be. */
  Set<String> wantedNames() {
    Set<String> names = new TreeSet<>();
    specs.values().forEach(spec -> names.addAll(spec.members()));
    specs.values().stream().filter(EtcdSpec::present).forEach(spec -> names.add(spec.name()));
    specs.values().stream().filter(spec -> !spec.present()).forEach(s -> names.remove(s.name()));
    return names;
  }

  /** The names of members, wanted or not, whose hosts were not looked at. */
  Set<String> unprobed() {
    Set<String> names = wantedNames();
    specs.values().forEach(spec -> names.add(spec.name()));
    states.keySet().forEach(host -> names.remove(spec(host).name()));
    return names;
  }

  /** Whether the cluster works: someone reached a quorum. */
  boolean hasQuorum() {
    return quorumStatus.isPresent();
  }

  MemberStatus quorumStatus() {
    return quorumStatus.orElseThrow();
  }

  /** What the cluster knew, from the member that knows most; it may be out of date. */
  Optional<MemberStatus> lastKnown() {
    return quorumStatus.or(
        () -> mostAdvanced(statuses().filter(answer -> !answer.members().isEmpty())));
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

  /** The member that a host has: by its data, else by name, else by address. */
  Optional<Member> memberOf(HostName host) {
    EtcdSpec spec = spec(host);
    Optional<Member> byData =
        idsOnDisk(host)
            .filter(ids -> lastKnown().filter(a -> a.ids().cluster() == ids.cluster()).isPresent())
            .flatMap(ids -> members().stream().filter(m -> m.id() == ids.member()).findFirst());
    Set<String> urls = new HashSet<>(MemberConfig.urls(spec.peerUrls()));
    Set<String> others = new HashSet<>();
    specs.values().stream()
        .filter(s -> !s.name().equals(spec.name()))
        .forEach(s -> others.add(s.name()));
    return byData
        .or(() -> members().stream().filter(m -> m.name().equals(spec.name())).findFirst())
        .or(
            () ->
                members().stream()
                    .filter(m -> !others.contains(m.name()))
                    .filter(m -> m.peerUrls().stream().anyMatch(urls::contains))
                    .findFirst());
  }

  /** The host that was looked at and has the member. */
  Optional<HostName> hostOf(Member member) {
    return states.keySet().stream()
        .filter(host -> memberOf(host).filter(member::equals).isPresent())
        .findFirst();
  }

  /** Whether it does its work, as the cluster sees it or as it sees the cluster. */
  boolean alive(Member member) {
    boolean heard =
        statuses()
            .filter(answer -> answer.ids().member() == member.id())
            .anyMatch(answer -> answer.hasQuorum() || (member.learner() && answer.leader() != 0));
    return heard || (!member.learner() && quorumStatus.filter(t -> t.healthy(member)).isPresent());
  }

  /** The data of a host belongs to the member that it has. */
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

  /** Whether somebody asks for its removal. */
  boolean isSurplus(Member member) {
    boolean named =
        specs.values().stream().anyMatch(s -> !s.present() && s.name().equals(member.name()));
    boolean absent = hostOf(member).map(host -> !spec(host).present()).orElse(named);
    return absent || (!isWanted(member) && specs.values().stream().anyMatch(EtcdSpec::prune));
  }

  /** Where the cluster is spoken to; a host that stays, and the same one in every round. */
  HostName commandHost() {
    return states.keySet().stream()
        .filter(host -> state(host).status().filter(MemberStatus::hasQuorum).isPresent())
        .min(Comparator.comparing((HostName host) -> !spec(host).present()).thenComparing(h -> h))
        .orElseThrow();
  }

  /** As {@link #commandHost}, but not the host itself. */
  Optional<HostName> commandHostOtherThan(HostName not) {
    return states.keySet().stream()
        .filter(host -> !host.equals(not))
        .filter(host -> state(host).status().filter(MemberStatus::hasQuorum).isPresent())
        .min(Comparator.comparing((HostName host) -> !spec(host).present()).thenComparing(h -> h));
  }

  /** The members by name, as a member's settings name them. */
  Map<String, List<String>> peers() {
    Map<String, List<String>> peers = new TreeMap<>();
    members().stream().filter(Member::started).forEach(m -> peers.put(m.name(), m.peerUrls()));
    return peers;
  }

  /** As {@link #peers}, with a host's own member as it shall be. */
  Map<String, List<String>> peersIncluding(HostName host) {
    Map<String, List<String>> peers = new TreeMap<>(peers());
    peers.put(spec(host).name(), MemberConfig.urls(spec(host).peerUrls()));
    return peers;
  }

  /** The members that shall be, of the hosts that have the task. */
  Map<String, List<String>> wantedPeers() {
    Map<String, List<String>> peers = new TreeMap<>();
    specs.values().stream()
        .filter(EtcdSpec::present)
        .forEach(spec -> peers.put(spec.name(), MemberConfig.urls(spec.peerUrls())));
    return peers;
  }

  /** The settings that a host of a cluster shall have. */
  String config(HostName host) {
    return MemberConfig.render(
        spec(host), state(host).version().orElseThrow(), peersIncluding(host), false);
  }

  /** Whether a restart would make a difference. */
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
