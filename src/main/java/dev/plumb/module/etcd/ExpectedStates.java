package dev.plumb.module.etcd;

import dev.plumb.module.etcd.HostState.Data;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.value.HostName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Predicts the states after a round's changes. Ids that etcd will assign are placeholders; no
 * change shows them. Used for one plan.
 */
final class ExpectedStates {

  private final ClusterView view;
  private final Map<HostName, HostState> states;

  ExpectedStates(ClusterView view) {
    this.view = view;
    this.states = new TreeMap<>(view.states());
  }

  Map<HostName, HostState> states() {
    return states;
  }

  HostState state(HostName host) {
    return Objects.requireNonNull(states.get(host));
  }

  void set(HostName host, HostState state) {
    states.put(host, state);
  }

  /** Returns a placeholder id, derived from the URLs so that it is the same in every plan. */
  static long idFor(List<String> peerUrls) {
    return Integer.toUnsignedLong(peerUrls.hashCode()) + 1;
  }

  /** Updates all statuses, which agree about the members. */
  private void updateStatuses(UnaryOperator<MemberStatus> change) {
    states.replaceAll((_, state) -> state.withStatus(state.status().map(change)));
  }

  private void updateMembers(UnaryOperator<List<Member>> change) {
    updateStatuses(s -> s.with(change.apply(s.members()), s.healthy(), s.leader()));
  }

  private void updateMember(long id, UnaryOperator<Member> change) {
    updateMembers(list -> list.stream().map(m -> m.id() == id ? change.apply(m) : m).toList());
  }

  private void updateHealthy(Consumer<Set<String>> change) {
    updateStatuses(
        s -> {
          Set<String> healthy = new HashSet<>(s.healthy());
          change.accept(healthy);
          return s.with(s.members(), healthy, s.leader());
        });
  }

  /** Records that the cluster has no leader if the member was it. */
  private void leaderLost(long id) {
    updateStatuses(s -> s.with(s.members(), s.healthy(), s.leader() == id ? 0 : s.leader()));
  }

  void leaderMovedTo(long id) {
    updateStatuses(s -> s.with(s.members(), s.healthy(), id));
  }

  void added(List<String> peerUrls, boolean learner) {
    Member added = new Member(idFor(peerUrls), "", peerUrls, List.of(), learner);
    updateMembers(list -> Stream.concat(list.stream(), Stream.of(added)).toList());
  }

  void promoted(long id) {
    updateMember(id, m -> new Member(m.id(), m.name(), m.peerUrls(), m.clientUrls(), false));
    view.members().stream()
        .filter(m -> m.id() == id)
        .forEach(m -> updateHealthy(healthy -> healthy.addAll(m.clientUrls())));
  }

  void updated(long id, List<String> peerUrls) {
    updateMember(id, m -> new Member(m.id(), m.name(), peerUrls, m.clientUrls(), m.learner()));
  }

  void removed(long id) {
    updateMembers(list -> list.stream().filter(m -> m.id() != id).toList());
    states.replaceAll((_, state) -> state.isMember(id) ? state.stopped() : state);
    leaderLost(id);
  }

  void stopped(HostName host) {
    Optional<MemberStatus> status = state(host).status();
    status
        .flatMap(MemberStatus::self)
        .ifPresent(self -> updateHealthy(healthy -> healthy.removeAll(self.clientUrls())));
    set(host, state(host).stopped());
    status.ifPresent(s -> leaderLost(s.ids().member()));
  }

  /** Records that the member runs with its files and works. */
  void started(HostName host, Ids ids) {
    EtcdSpec spec = view.spec(host);
    List<String> clients = MemberConfig.urls(spec.clientUrls());
    MemberStatus other =
        states.values().stream()
            .flatMap(state -> state.status().stream())
            .filter(status -> !status.members().isEmpty())
            .findFirst()
            .orElse(new MemberStatus(ids, List.of(), Set.of(), 0, 1, false, List.of()));
    boolean learner = other.members().stream().anyMatch(m -> m.id() == ids.member() && m.learner());
    long leader = other.leader() == 0 && learner ? 1 : other.leader();
    run(
        host,
        new MemberStatus(
            ids, other.members(), other.healthy(), leader, other.raftIndex(), learner, List.of()));
    updateMember(
        ids.member(), m -> new Member(m.id(), spec.name(), m.peerUrls(), clients, m.learner()));
    if (!learner) {
      updateHealthy(healthy -> healthy.addAll(clients));
    }
  }

  private void run(HostName host, MemberStatus status) {
    HostState state = state(host);
    Map<String, String> environment =
        MemberConfig.environment(state.settings().orElseThrow(), state.unitFile().orElseThrow());
    set(host, state.started(environment).withStatus(Optional.of(status)));
  }

  /** Records that the hosts form a new cluster. */
  void bootstrapped(List<HostName> hosts) {
    List<Member> members = new ArrayList<>();
    for (HostName host : hosts) {
      List<String> urls = MemberConfig.urls(view.spec(host).peerUrls());
      members.add(member(view.spec(host), idFor(urls)));
    }
    Set<String> healthy =
        members.stream().flatMap(m -> m.clientUrls().stream()).collect(Collectors.toSet());
    for (int i = 0; i < hosts.size(); i++) {
      Ids ids = new Ids(1, members.get(i).id());
      HostName host = hosts.get(i);
      set(host, state(host).withData(new Data.Known(ids)));
      run(host, new MemberStatus(ids, members, healthy, 0, 1, false, List.of()));
    }
  }

  private static Member member(EtcdSpec spec, long id) {
    return new Member(
        id,
        spec.name(),
        MemberConfig.urls(spec.peerUrls()),
        MemberConfig.urls(spec.clientUrls()),
        false);
  }

  /** Records that the previous members work again. */
  void recovered(List<HostName> able, Map<String, List<String>> voters) {
    Map<String, Long> ids = new TreeMap<>();
    Set<String> healthy = new HashSet<>();
    for (HostName host : able) {
      EtcdSpec spec = view.spec(host);
      view.idsOnDisk(host).ifPresent(own -> ids.put(spec.name(), own.member()));
      healthy.addAll(MemberConfig.urls(spec.clientUrls()));
    }
    List<Member> members = new ArrayList<>(view.members());
    if (members.isEmpty()) {
      voters.forEach(
          (name, urls) ->
              members.add(
                  new Member(
                      ids.getOrDefault(name, idFor(urls)), name, urls, clients(name), false)));
    }
    updateStatuses(s -> s.with(members, healthy, s.leader()));
  }

  private List<String> clients(String name) {
    return view.specs().values().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .map(spec -> MemberConfig.urls(spec.clientUrls()))
        .orElse(List.of());
  }

  void startedAlone(HostName host, Ids ids) {
    Member self = member(view.spec(host), ids.member());
    Set<String> healthy = Set.copyOf(self.clientUrls());
    run(host, new MemberStatus(ids, List.of(self), healthy, self.id(), 1, false, List.of()));
  }
}
