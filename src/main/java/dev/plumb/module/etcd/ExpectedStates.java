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

/**
 * What the hosts will be found to have after a round's changes. Ids that etcd will give stand for
 * themselves: no change shows one. Made for one plan.
 */
final class ExpectedStates {

  private final ClusterView view;
  private final Map<HostName, HostState> states;

  ExpectedStates(ClusterView picture) {
    this.view = picture;
    this.states = new TreeMap<>(picture.states());
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

  /** An id that nobody has: of the address, so that it is the same in every plan. */
  static long idFor(List<String> peerUrls) {
    return Integer.toUnsignedLong(peerUrls.hashCode()) + 1;
  }

  /** All that answer agree about the members. */
  private void updateStatuses(UnaryOperator<MemberStatus> change) {
    states.replaceAll((_, state) -> state.withStatus(state.status().map(change)));
  }

  private void updateMembers(UnaryOperator<List<Member>> change) {
    updateStatuses(a -> with(a, change.apply(a.members()), a.healthy(), a.leader()));
  }

  private static MemberStatus with(
      MemberStatus old, List<Member> members, Set<String> healthy, long leader) {
    boolean learner = members.stream().anyMatch(m -> m.id() == old.ids().member() && m.learner());
    return new MemberStatus(
        old.ids(), members, healthy, leader, old.raftIndex(), learner, old.alarms());
  }

  private void updateMember(long id, UnaryOperator<Member> change) {
    updateMembers(list -> list.stream().map(m -> m.id() == id ? change.apply(m) : m).toList());
  }

  void added(List<String> peerUrls, boolean learner) {
    updateMembers(
        list -> {
          List<Member> more = new ArrayList<>(list);
          more.add(new Member(idFor(peerUrls), "", peerUrls, List.of(), learner));
          return more;
        });
  }

  void promoted(long id) {
    updateMember(id, m -> new Member(m.id(), m.name(), m.peerUrls(), m.clientUrls(), false));
    List<String> urls =
        view.members().stream().filter(m -> m.id() == id).findFirst().orElseThrow().clientUrls();
    updateHealthy(set -> set.addAll(urls));
  }

  void updated(long id, List<String> peerUrls) {
    updateMember(id, m -> new Member(m.id(), m.name(), peerUrls, m.clientUrls(), m.learner()));
  }

  void removed(long id) {
    updateMembers(list -> list.stream().filter(m -> m.id() != id).toList());
    states.replaceAll(
        (_, state) ->
            state.status().filter(a -> a.ids().member() == id).isPresent()
                ? state.stopped()
                : state);
    updateStatuses(a -> with(a, a.members(), a.healthy(), a.leader() == id ? 0 : a.leader()));
  }

  void leaderMovedTo(long by) {
    updateStatuses(a -> with(a, a.members(), a.healthy(), by));
  }

  private void updateHealthy(Consumer<Set<String>> change) {
    updateStatuses(
        a -> {
          Set<String> set = new HashSet<>(a.healthy());
          change.accept(set);
          return with(a, a.members(), set, a.leader());
        });
  }

  void stopped(HostName host) {
    HostState state = state(host);
    state
        .status()
        .flatMap(MemberStatus::self)
        .ifPresent(self -> updateHealthy(set -> set.removeAll(self.clientUrls())));
    long id = state.status().map(a -> a.ids().member()).orElse(0L);
    set(host, state(host).stopped());
    updateStatuses(a -> a.leader() == id ? with(a, a.members(), a.healthy(), 0) : a);
  }

  /** The member runs with what is written, and does its work. */
  void started(HostName host, Ids ids) {
    EtcdSpec spec = view.spec(host);
    List<String> clients = MemberConfig.urls(spec.clientUrls());
    Optional<MemberStatus> other =
        states.values().stream()
            .flatMap(s -> s.status().stream())
            .filter(answer -> !answer.members().isEmpty())
            .findFirst();
    List<Member> before = other.map(MemberStatus::members).orElse(List.of());
    boolean learner = before.stream().anyMatch(m -> m.id() == ids.member() && m.learner());
    MemberStatus own =
        new MemberStatus(
            ids,
            before,
            other.map(MemberStatus::healthy).orElse(Set.of()),
            other.map(MemberStatus::leader).orElse(0L) == 0 && learner
                ? 1
                : other.map(MemberStatus::leader).orElse(0L),
            other.map(MemberStatus::raftIndex).orElse(1L),
            learner,
            List.of());
    HostState state = state(host);
    set(
        host,
        state
            .started(
                MemberConfig.environment(
                    state.settings().orElseThrow(), state.unitFile().orElseThrow()))
            .withStatus(Optional.of(own)));
    updateMember(
        ids.member(), m -> new Member(m.id(), spec.name(), m.peerUrls(), clients, m.learner()));
    if (!learner) {
      updateHealthy(set -> set.addAll(clients));
    }
  }

  /** All of them found a cluster together. */
  void bootstrapped(List<HostName> hosts) {
    List<Member> members = new ArrayList<>();
    Set<String> healthy = new HashSet<>();
    for (HostName host : hosts) {
      EtcdSpec spec = view.spec(host);
      List<String> urls = MemberConfig.urls(spec.peerUrls());
      List<String> clients = MemberConfig.urls(spec.clientUrls());
      members.add(new Member(idFor(urls), spec.name(), urls, clients, false));
      healthy.addAll(clients);
    }
    for (HostName host : hosts) {
      EtcdSpec spec = view.spec(host);
      HostState state = state(host);
      Ids ids = new Ids(1, idFor(MemberConfig.urls(spec.peerUrls())));
      set(
          host,
          state
              .withData(new Data.Known(ids))
              .started(
                  MemberConfig.environment(
                      state.settings().orElseThrow(), state.unitFile().orElseThrow()))
              .withStatus(
                  Optional.of(new MemberStatus(ids, members, healthy, 0, 1, false, List.of()))));
    }
  }

  /** The members that had the cluster before work again. */
  void recovered(List<HostName> able, Map<String, List<String>> voters) {
    Map<String, Ids> ids = new TreeMap<>();
    Set<String> healthy = new HashSet<>();
    for (HostName host : able) {
      EtcdSpec spec = view.spec(host);
      view.idsOnDisk(host).ifPresent(own -> ids.put(spec.name(), own));
      healthy.addAll(MemberConfig.urls(spec.clientUrls()));
    }
    List<Member> members = new ArrayList<>(view.members());
    if (members.isEmpty()) {
      voters.forEach(
          (name, urls) ->
              members.add(
                  new Member(
                      Optional.ofNullable(ids.get(name)).map(Ids::member).orElse(idFor(urls)),
                      name,
                      urls,
                      clients(name),
                      false)));
    }
    updateStatuses(a -> with(a, members, healthy, a.leader()));
  }

  private List<String> clients(String name) {
    return view.specs().values().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .map(spec -> MemberConfig.urls(spec.clientUrls()))
        .orElse(List.of());
  }

  void startedAlone(HostName host, Ids ids) {
    EtcdSpec spec = view.spec(host);
    List<String> clients = MemberConfig.urls(spec.clientUrls());
    Member self =
        new Member(ids.member(), spec.name(), MemberConfig.urls(spec.peerUrls()), clients, false);
    HostState state = state(host);
    set(
        host,
        state
            .started(
                MemberConfig.environment(
                    state.settings().orElseThrow(), state.unitFile().orElseThrow()))
            .withStatus(
                Optional.of(
                    new MemberStatus(
                        ids,
                        List.of(self),
                        Set.copyOf(clients),
                        ids.member(),
                        1,
                        false,
                        List.of()))));
  }
}
