package dev.plumb.module.proxy;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.json.JsonReader;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Maintains the routes of a running configurable-http-proxy. The proxy keeps routes only in memory
 * and starts with just its default target.
 */
public final class HttpProxyModule
    implements TaskModule<HttpProxySpec, HttpProxyModule.ProxyState> {

  /** The routes, or why the API did not return them. */
  sealed interface ProxyState {
    /** The targets by path. */
    record Routes(Map<String, String> targets) implements ProxyState {}

    /** The API rejected the token. */
    record Unauthorized() implements ProxyState {}

    /** Nothing listens on the API's port. */
    record Unreachable() implements ProxyState {}

    /** The host has no curl. */
    record NoCurl() implements ProxyState {}
  }

  @Override
  public ModuleInfo<HttpProxySpec> info() {
    return ModuleInfo.of(
        "http_proxy",
        HttpProxySpec.class,
        "Maintains the routes of a configurable-http-proxy through its API.");
  }

  @Override
  public Probe<ProxyState> probe(HttpProxySpec spec) {
    return Probe.of(ProxyApi.listRoutes(spec), HttpProxyModule::read);
  }

  static Reading<ProxyState> read(Exec.Exited curl) {
    if (curl.status() == 127) {
      return Reading.of(new ProxyState.NoCurl());
    }
    // 7: failed to connect.
    if (curl.status() == 7) {
      return Reading.of(new ProxyState.Unreachable());
    }
    int line = curl.out().lastIndexOf('\n');
    String status = curl.out().substring(line + 1).strip();
    if (curl.succeeded() && (status.equals("401") || status.equals("403"))) {
      return Reading.of(new ProxyState.Unauthorized());
    }
    Optional<Value> answer =
        curl.succeeded() && status.equals("200")
            ? JsonReader.read(curl.out().substring(0, line))
            : Optional.empty();
    if (answer.isPresent() && answer.get() instanceof Value.Entries routes) {
      Map<String, String> targets = new TreeMap<>();
      routes
          .map()
          .forEach(
              (path, route) ->
                  targets.put(
                      path,
                      route instanceof Value.Entries r
                          ? r.get("target").map(Value::toString).orElse("")
                          : ""));
      return Reading.of(new ProxyState.Routes(targets));
    }
    return Reading.unreadable(
        "The proxy's API returned no list of routes (status %s): %s"
            .formatted(status, curl.err().strip()));
  }

  @Override
  public Plan<ProxyState> plan(HttpProxySpec spec, ProxyState found) {
    return switch (found) {
      case ProxyState.Routes(Map<String, String> targets) -> {
        List<Change> changes = changes(spec, targets);
        yield Plan.of(changes, expected(spec, targets));
      }
      // It is starting or about to start, without routes.
      case ProxyState.Unreachable _ -> {
        List<Change> changes = new ArrayList<>();
        changes.add(Change.of("answers", "no", "yes", ProxyApi.awaitReady(spec)));
        changes.addAll(changes(spec, Map.of()));
        yield Plan.of(changes, expected(spec, Map.of()));
      }
      case ProxyState.Unauthorized _ ->
          Plan.blocked(
              Diagnostic.error(
                  "Proxy rejects the token",
                  "The proxy at %s uses a different token. Check that the token equals CONFIGPROXY_AUTH_TOKEN in the proxy's environment and that the proxy was restarted since it was set."
                      .formatted(spec.api())));
      case ProxyState.NoCurl _ ->
          Plan.blocked(
              Diagnostic.error(
                  "curl is not installed",
                  "Requests to the proxy's API need curl. Install the package curl first."));
    };
  }

  private static List<Change> changes(HttpProxySpec spec, Map<String, String> targets) {
    List<Change> changes = new ArrayList<>();
    spec.desiredRoutes()
        .forEach(
            (path, target) -> {
              String now = targets.getOrDefault(path, "absent");
              if (!now.equals(target)) {
                changes.add(
                    Change.of("route " + path, now, target, ProxyApi.add(spec, path, target)));
              }
            });
    if (spec.exclusive()) {
      targets.forEach(
          (path, target) -> {
            if (!spec.desiredRoutes().containsKey(path)) {
              changes.add(
                  Change.of("route " + path, target, "absent", ProxyApi.remove(spec, path)));
            }
          });
    }
    return changes;
  }

  private static ProxyState expected(HttpProxySpec spec, Map<String, String> targets) {
    Map<String, String> expected = new TreeMap<>(spec.exclusive() ? Map.of() : targets);
    expected.putAll(spec.desiredRoutes());
    return new ProxyState.Routes(expected);
  }
}
