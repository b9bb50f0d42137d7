package dev.plumb.module.mesos;

import dev.plumb.json.JsonReader;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The HTTP of a master or an agent, asked on its own host.
 *
 * @param address host and port
 */
record MesosApi(String address) {

  // $1 address, $2 pattern. Slashes within JSON may come escaped.
  private static final String IS_SERVING =
      """
      # Mesos is healthy and its metric is 1:
      curl -qgfsS --max-time 5 "http://$1/health" >/dev/null &&
        curl -qgfsS --max-time 5 "http://$1/metrics/snapshot" | tr -d '\\\\ ' | grep -Eq "$2"
      """;

  /** The flags that are in effect; empty when nobody answers. */
  Probe<Optional<Map<String, String>>> flags() {
    return json("/flags")
        .map(
            answer ->
                answer
                    .flatMap(object -> object.get("flags"))
                    .flatMap(flags -> flags instanceof Value.Entries f ? texts(f) : none()));
  }

  private static Optional<Map<String, String>> none() {
    return Optional.empty();
  }

  private static Optional<Map<String, String>> texts(Value.Entries entries) {
    Map<String, String> texts = new TreeMap<>();
    entries.map().forEach((name, value) -> texts.put(name, value.toString()));
    return Optional.of(texts);
  }

  /** The metrics; empty when nobody answers. */
  Probe<Map<String, BigDecimal>> metrics() {
    return json("/metrics/snapshot")
        .map(
            answer -> {
              Map<String, BigDecimal> metrics = new TreeMap<>();
              answer.ifPresent(
                  object ->
                      object
                          .map()
                          .forEach(
                              (name, value) -> {
                                if (value instanceof Value.Num number) {
                                  metrics.put(name, number.number());
                                }
                              }));
              return metrics;
            });
  }

  /** The version; empty when nobody answers. */
  Probe<String> version() {
    return json("/version")
        .map(
            answer ->
                answer.flatMap(object -> object.get("version")).map(Value::toString).orElse(""));
  }

  /** Empty when nobody answers, when Mesos is not what answers, or without curl. */
  private Probe<Optional<Value.Entries>> json(String path) {
    return Probe.of(
        Command.of("curl", "-qgfsS", "--max-time", "5", "http://" + address + path),
        MesosApi::read);
  }

  static Reading<Optional<Value.Entries>> read(Exec.Exited curl) {
    if (!curl.succeeded() && curl.status() != 127 && !curl.err().startsWith("curl: (")) {
      return Reading.unreadable(
          "curl ended with status %d:\n    %s".formatted(curl.status(), curl.err().strip()));
    }
    return Reading.of(
        curl.succeeded()
            ? JsonReader.read(curl.out()).map(v -> v instanceof Value.Entries e ? e : null)
            : Optional.empty());
  }

  /** Waits until it is healthy and the metric is 1. */
  Step.Await awaitServing(String metric, Duration patience) {
    return new Step.Await(
        Command.shell(IS_SERVING, address, "\"" + metric + "\":1[^0-9]"),
        patience,
        Duration.ofSeconds(1));
  }
}
