package dev.plumb.module.mesos;

import dev.plumb.host.text.JsonView;
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
import java.util.Set;
import java.util.TreeMap;

/**
 * The HTTP API of a master or an agent, queried from its own host.
 *
 * @param address host and port
 */
record MesosApi(String address) {

  // $1: address, $2: pattern. Slashes in JSON may be escaped.
  private static final String IS_SERVING =
      """
      # Mesos is healthy and its metric is 1:
      curl -qgfsS --max-time 5 "http://$1/health" >/dev/null &&
        curl -qgfsS --max-time 5 "http://$1/metrics/snapshot" | tr -d '\\\\ ' | grep -Eq "$2"
      """;

  /**
   * Exit statuses of curl without an answer of Mesos: unknown host, nobody listens, an HTTP error,
   * a timeout, a lost connection. And 127: curl is missing, like Mesos itself.
   */
  private static final Set<Integer> NO_ANSWER = Set.of(6, 7, 22, 28, 52, 56, 127);

  /** Probes the flags in effect; empty without an answer. */
  Probe<Optional<Map<String, String>>> flags() {
    return json("/flags")
        .map(answer -> answer.map(object -> object.map("flags")).filter(flags -> !flags.isEmpty()));
  }

  /** Probes the metrics; empty without an answer. */
  Probe<Map<String, BigDecimal>> metrics() {
    return json("/metrics/snapshot")
        .map(
            answer -> {
              Map<String, BigDecimal> metrics = new TreeMap<>();
              answer.ifPresent(
                  object ->
                      object
                          .json()
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

  /** Probes the version; empty without an answer. */
  Probe<String> version() {
    return json("/version").map(answer -> answer.map(object -> object.text("version")).orElse(""));
  }

  private Probe<Optional<JsonView>> json(String path) {
    return Probe.of(
        Command.of("curl", "-qgfsS", "--max-time", "5", "http://" + address + path),
        MesosApi::read);
  }

  static Reading<Optional<JsonView>> read(Exec.Exited curl) {
    if (curl.succeeded()) {
      return Reading.of(JsonView.parseObject(curl.out()));
    }
    return NO_ANSWER.contains(curl.status())
        ? Reading.of(Optional.empty())
        : Reading.unreadable("curl ended with status " + curl.status() + ": " + curl.err().strip());
  }

  /** Waits until Mesos is healthy and the metric is 1. */
  Step.Await awaitServing(String metric, Duration timeout) {
    return new Step.Await(
        Command.shell(IS_SERVING, address, "\"" + metric + "\":1[^0-9]"),
        timeout,
        Duration.ofSeconds(1));
  }
}
