package dev.plumb.module.etcd;

import dev.plumb.json.JsonReader;
import dev.plumb.module.etcd.HostState.Data;
import dev.plumb.module.etcd.HostState.Ids;
import dev.plumb.module.etcd.HostState.Member;
import dev.plumb.module.etcd.HostState.MemberStatus;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what {@link MemberProbe} prints of data, process and answers. */
record MemberReport(
    Data data,
    Map<String, String> environment,
    boolean binaryReplaced,
    Optional<MemberStatus> status) {

  static Reading<MemberReport> read(Exec.Exited ended) {
    if (!ended.succeeded()) {
      return Reading.unreadable("etcd could not be looked at: " + MemberProbe.output(ended));
    }
    Data data = new Data.None();
    boolean replaced = false;
    Map<String, String> with = new TreeMap<>();
    Map<String, Value> answers = new TreeMap<>();
    for (String line : ended.out().lines().toList()) {
      String[] words = line.split(" ", 2);
      String rest = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "log" ->
            data = WalHeader.ids(rest).<Data>map(Data.Known::new).orElseGet(Data.Unknown::new);
        case "forgetful" ->
            data = data instanceof Data.Known(Ids ids) ? new Data.LostLog(ids) : data;
        case "program" -> replaced = rest.endsWith(" (deleted)");
        case "with" -> {
          int equals = rest.indexOf('=');
          if (equals > 0) {
            with.put(rest.substring(0, equals), rest.substring(equals + 1));
          }
        }
        case "status", "health", "members" ->
            JsonReader.read(rest).ifPresent(json -> answers.put(words[0], json));
        default -> {
          return Reading.unreadable("The look at etcd gave something unexpected: " + line);
        }
      }
    }
    return Reading.of(new MemberReport(data, with, replaced, status(answers)));
  }

  /**
   * A member that does not answer all in time does not count as answering. A learner does not list
   * members.
   */
  private static Optional<MemberStatus> status(Map<String, Value> answers) {
    Optional<Value> status =
        optional(answers.get("status"))
            .flatMap(list -> list(list).stream().findFirst())
            .flatMap(one -> entry(one, "Status"));
    Optional<Value> header = status.flatMap(one -> entry(one, "header"));
    Optional<Value> list = optional(answers.get("members"));
    boolean learner = status.filter(one -> isTrue(one, "isLearner")).isPresent();
    if (status.isEmpty() || header.isEmpty() || (list.isEmpty() && !learner)) {
      return Optional.empty();
    }
    List<Member> members =
        list
            .flatMap(one -> entry(one, "members"))
            .map(MemberReport::list)
            .orElse(List.of())
            .stream()
            .map(MemberReport::member)
            .toList();
    return Optional.of(
        new MemberStatus(
            new Ids(id(header.get(), "cluster_id"), id(header.get(), "member_id")),
            members,
            healthyUrls(answers),
            id(status.get(), "leader"),
            id(status.get(), "raftIndex"),
            learner,
            alarms(status.get())));
  }

  private static Optional<Value> optional(@Nullable Value value) {
    return Optional.ofNullable(value);
  }

  private static Set<String> healthyUrls(Map<String, Value> answers) {
    return optional(answers.get("health")).map(MemberReport::list).orElse(List.of()).stream()
        .filter(one -> isTrue(one, "health"))
        .map(one -> text(one, "endpoint"))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Member member(Value one) {
    return new Member(
        id(one, "ID"),
        text(one, "name"),
        texts(one, "peerURLs"),
        texts(one, "clientURLs"),
        isTrue(one, "isLearner"));
  }

  /** That there is no leader is seen by the reads; a member of etcd 3.4 tells alarms here too. */
  private static List<String> alarms(Value status) {
    return texts(status, "errors").stream().filter(error -> !error.contains("no leader")).toList();
  }

  private static List<String> texts(Value of, String key) {
    return entry(of, key).map(MemberReport::list).orElse(List.of()).stream()
        .map(Value::toString)
        .sorted()
        .toList();
  }

  private static String text(Value of, String key) {
    return entry(of, key).map(Value::toString).orElse("");
  }

  private static boolean isTrue(Value of, String key) {
    return text(of, key).equals("true");
  }

  /** Ids have all 64 bits, so as signed numbers half of them are too large. */
  private static long id(Value of, String key) {
    return entry(of, key).map(number -> Long.parseUnsignedLong(number.toString())).orElse(0L);
  }

  private static Optional<Value> entry(Value of, String key) {
    return of instanceof Value.Entries entries ? entries.get(key) : Optional.empty();
  }

  private static List<Value> list(Value of) {
    return of instanceof Value.Items items ? items.list() : List.of();
  }
}
