package dev.plumb.module.etcd;

import dev.plumb.host.text.JsonView;
import dev.plumb.module.etcd.HostState.Data;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses the output of {@link MemberProbe} about data, process and status. */
record MemberReport(
    Data data,
    Map<String, String> environment,
    boolean binaryReplaced,
    Optional<MemberStatus> status) {

  static Reading<MemberReport> read(Exec.Exited ended) {
    if (!ended.succeeded()) {
      return Reading.unreadable("etcd could not be probed: " + MemberProbe.output(ended));
    }
    Data data = new Data.None();
    boolean replaced = false;
    Map<String, String> environment = new TreeMap<>();
    Map<String, String> answers = new TreeMap<>();
    for (String line : ended.out().lines().toList()) {
      String[] words = line.split(" ", 2);
      String rest = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "log" ->
            data = WalHeader.ids(rest).<Data>map(Data.Known::new).orElseGet(Data.Unknown::new);
        case "lost" -> data = data instanceof Data.Known(Ids ids) ? new Data.LostLog(ids) : data;
        case "program" -> replaced = rest.endsWith(" (deleted)");
        case "with" -> {
          int equals = rest.indexOf('=');
          if (equals > 0) {
            environment.put(rest.substring(0, equals), rest.substring(equals + 1));
          }
        }
        case "status", "health", "members" -> answers.put(words[0], rest);
        default -> {
          return Reading.unreadable("The probe of etcd printed an unexpected line: " + line);
        }
      }
    }
    return Reading.of(
        new MemberReport(
            data,
            environment,
            replaced,
            status(
                JsonView.parseList(answers.getOrDefault("status", "")).orElse(List.of()),
                JsonView.parseList(answers.getOrDefault("health", "")).orElse(List.of()),
                JsonView.parseObject(answers.getOrDefault("members", "")))));
  }

  /**
   * Returns the status only if all requests were answered in time. A learner does not list members.
   */
  private static Optional<MemberStatus> status(
      List<JsonView> statuses, List<JsonView> health, Optional<JsonView> members) {
    if (statuses.isEmpty()) {
      return Optional.empty();
    }
    JsonView status = statuses.getFirst().object("Status");
    JsonView header = status.object("header");
    boolean learner = status.isTrue("isLearner");
    if (header.text("member_id").isEmpty() || (members.isEmpty() && !learner)) {
      return Optional.empty();
    }
    return Optional.of(
        new MemberStatus(
            new Ids(id(header, "cluster_id"), id(header, "member_id")),
            members.map(list -> list.objects("members")).orElse(List.of()).stream()
                .map(MemberReport::member)
                .toList(),
            health.stream()
                .filter(member -> member.isTrue("health"))
                .map(member -> member.text("endpoint"))
                .collect(Collectors.toUnmodifiableSet()),
            id(status, "leader"),
            id(status, "raftIndex"),
            learner,
            // A missing leader is no alarm; the health check detects it.
            sorted(status, "errors").filter(error -> !error.contains("no leader")).toList()));
  }

  private static Member member(JsonView member) {
    return new Member(
        id(member, "ID"),
        member.text("name"),
        sorted(member, "peerURLs").toList(),
        sorted(member, "clientURLs").toList(),
        member.isTrue("isLearner"));
  }

  private static Stream<String> sorted(JsonView of, String key) {
    return of.texts(key).stream().sorted();
  }

  /** Parses an id, which uses all 64 bits. */
  private static long id(JsonView of, String key) {
    String text = of.text(key);
    return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
  }
}
