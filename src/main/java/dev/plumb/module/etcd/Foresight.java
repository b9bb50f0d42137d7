package dev.plumb.module.etcd;

import dev.plumb.module.etcd.HostState.Answer;
import dev.plumb.module.etcd.HostState.Data;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
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
final class Foresight {

  private final Picture picture;
  private final Map<HostName, HostState> states;

  Foresight(Picture picture) {
    this.picture = picture;
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
  private void everywhere(UnaryOperator<Answer> change) {
    states.replaceAll((_, state) -> state.withAnswer(state.answer().map(change)));
  }

  private void members(UnaryOperator<List<Member>> change) {
    everywhere(a -> answer(a, change.apply(a.members()), a.healthy(), a.leader()));
  }

  private static Answer answer(Answer old, List<Member> members, Set<String> healthy, long leader) {
    boolean learner = members.stream().anyMatch(m -> m.id() == old.ids().member() && m.learner());
    return new Answer(old.ids(), members, healthy, leader, old.raftIndex(), learner, old.alarms());
  }

  private void member(long id, UnaryOperator<Member> change) {
    members(list -> list.stream().map(m -> m.id() == id ? change.apply(m) : m).toList());
  }

  void added(List<String> peerUrls, boolean learner) {
    members(
        list -> {
          List<Member> more = new ArrayList<>(list);
          more.add(new Member(idFor(peerUrls), "", peerUrls, List.of(), learner));
          return more;
        });
  }

  void promoted(long id) {
    member(id, m -> new Member(m.id(), m.name(), m.peerUrls(), m.clientUrls(), false));
    List<String> urls =
        picture.members().stream().filter(m -> m.id() == id).findFirst().orElseThrow().clientUrls();
    healthy(set -> set.addAll(urls));
  }

  void updated(long id, List<String> peerUrls) {
    member(id, m -> new Member(m.id(), m.name(), peerUrls, m.clientUrls(), m.learner()));
  }

  void removed(long id) {
    members(list -> list.stream().filter(m -> m.id() != id).toList());
    states.replaceAll(
        (_, state) ->
            state.answer().filter(a -> a.ids().member() == id).isPresent()
                ? state.stopped()
                : state);
    everywhere(a -> answer(a, a.members(), a.healthy(), a.leader() == id ? 0 : a.leader()));
  }

  void led(long by) {
    everywhere(a -> answer(a, a.members(), a.healthy(), by));
  }

  private void healthy(Consumer<Set<String>> change) {
    everywhere(
        a -> {
          Set<String> set = new HashSet<>(a.healthy());
          change.accept(set);
          return answer(a, a.members(), set, a.leader());
        });
  }

  void stops(HostName host) {
    HostState state = state(host);
    state
        .answer()
        .flatMap(Answer::self)
        .ifPresent(self -> healthy(set -> set.removeAll(self.clientUrls())));
    long id = state.answer().map(a -> a.ids().member()).orElse(0L);
    set(host, state(host).stopped());
    everywhere(a -> a.leader() == id ? answer(a, a.members(), a.healthy(), 0) : a);
  }

  /** The member runs with what is written, and does its work. */
  void starts(HostName host, Ids ids) {
    EtcdSpec spec = picture.spec(host);
    List<String> clients = Settings.urls(spec.clientUrls());
    Optional<Answer> other =
        states.values().stream()
            .flatMap(s -> s.answer().stream())
            .filter(answer -> !answer.members().isEmpty())
            .findFirst();
    List<Member> before = other.map(Answer::members).orElse(List.of());
    boolean learner = before.stream().anyMatch(m -> m.id() == ids.member() && m.learner());
    Answer own =
        new Answer(
            ids,
            before,
            other.map(Answer::healthy).orElse(Set.of()),
            other.map(Answer::leader).orElse(0L) == 0 && learner
                ? 1
                : other.map(Answer::leader).orElse(0L),
            other.map(Answer::raftIndex).orElse(1L),
            learner,
            List.of());
    HostState state = state(host);
    set(
        host,
        state
            .running(
                Settings.runsWith(state.settings().orElseThrow(), state.unitFile().orElseThrow()))
            .withAnswer(Optional.of(own)));
    member(ids.member(), m -> new Member(m.id(), spec.name(), m.peerUrls(), clients, m.learner()));
    if (!learner) {
      healthy(set -> set.addAll(clients));
    }
  }

  /** All of them found a cluster together. */
  void founded(List<HostName> hosts) {
    List<Member> members = new ArrayList<>();
    Set<String> healthy = new HashSet<>();
    for (HostName host : hosts) {
      EtcdSpec spec = picture.spec(host);
      List<String> urls = Settings.urls(spec.peerUrls());
      List<String> clients = Settings.urls(spec.clientUrls());
      members.add(new Member(idFor(urls), spec.name(), urls, clients, false));
      healthy.addAll(clients);
    }
    for (HostName host : hosts) {
      EtcdSpec spec = picture.spec(host);
      HostState state = state(host);
      Ids ids = new Ids(1, idFor(Settings.urls(spec.peerUrls())));
      set(
          host,
          state
              .withData(new Data.Of(ids))
              .running(
                  Settings.runsWith(state.settings().orElseThrow(), state.unitFile().orElseThrow()))
              .withAnswer(Optional.of(new Answer(ids, members, healthy, 0, 1, false, List.of()))));
    }
  }

  /** The members that had the cluster before work again. */
  void revived(List<HostName> able, Map<String, List<String>> voters) {
    Map<String, Ids> ids = new TreeMap<>();
    Set<String> healthy = new HashSet<>();
    for (HostName host : able) {
      EtcdSpec spec = picture.spec(host);
      picture.dataOf(host).ifPresent(own -> ids.put(spec.name(), own));
      healthy.addAll(Settings.urls(spec.clientUrls()));
    }
    List<Member> members = new ArrayList<>(picture.members());
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
    everywhere(a -> answer(a, members, healthy, a.leader()));
  }

  private List<String> clients(String name) {
    return picture.specs().values().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .map(spec -> Settings.urls(spec.clientUrls()))
        .orElse(List.of());
  }

  void alone(HostName host, Ids ids) {
    EtcdSpec spec = picture.spec(host);
    List<String> clients = Settings.urls(spec.clientUrls());
    Member self =
        new Member(ids.member(), spec.name(), Settings.urls(spec.peerUrls()), clients, false);
    HostState state = state(host);
    set(
        host,
        state
            .running(
                Settings.runsWith(state.settings().orElseThrow(), state.unitFile().orElseThrow()))
            .withAnswer(
                Optional.of(
                    new Answer(
                        ids,
                        List.of(self),
                        Set.copyOf(clients),
                        ids.member(),
                        1,
                        false,
                        List.of()))));
  }
}
