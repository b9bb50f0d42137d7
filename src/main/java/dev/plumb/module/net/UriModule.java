package dev.plumb.module.net;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.json.JsonReader;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends a request from the host. A GET is a look: made early, and in a check too. What may change
 * something on the server is sent when its turn comes, and a check cannot tell what would come of
 * it.
 */
public final class UriModule implements TaskModule<UriSpec, UriState> {

  @Override
  public ModuleInfo<UriSpec> info() {
    return ModuleInfo.of(
        "uri",
        UriSpec.class,
        "Sends an HTTP request from the host and checks the answer's status.");
  }

  @Override
  public Probe<UriState> probe(UriSpec spec) {
    return spec.method().isSafe()
        ? probePromisedReadOnly(spec)
        : Probe.constant(new UriState.NotSent());
  }

  @Override
  public Probe<UriState> probePromisedReadOnly(UriSpec spec) {
    return Probe.of(CurlCommand.question(spec), UriState::parse);
  }

  @Override
  public Plan<UriState> plan(UriSpec spec, UriState state) {
    return switch (state) {
      case UriState.NotSent _ ->
          new Plan.Action<>(
              List.of(
                  Change.of(
                      "request",
                      "not sent",
                      spec.method() + " " + spec.url(),
                      new Step.Run(CurlCommand.step(spec)))),
              Plan.CheckVerdict.UNKNOWN);
      case UriState.Response answer ->
          spec.accepts(answer.status()) ? Plan.inSync() : Plan.blocked(unexpected(spec, answer));
      case UriState.NoResponse none ->
          Plan.blocked(
              Diagnostic.error(
                  "No answer", "No answer came from " + spec.url() + ":\n    " + none.why()));
      case UriState.NoCurl _ ->
          Plan.blocked(
              Diagnostic.error(
                  "curl is missing",
                  "The request is sent by curl, which the host does not have. Install the package"
                      + " curl first."));
    };
  }

  private static Diagnostic unexpected(UriSpec spec, UriState.Response answer) {
    String body = answer.body().strip();
    return Diagnostic.error(
        "Unexpected answer",
        answer.url()
            + " answered with status "
            + answer.status()
            + "; asked for: "
            + spec.statusCode()
            + "."
            + (body.isEmpty() ? "" : "\n    " + body.lines().limit(5).toList().getFirst()));
  }

  @Override
  public Map<String, Value> result(UriSpec spec, UriState state, List<Exec> ran) {
    UriState last = state;
    if (!ran.isEmpty()
        && ran.getLast() instanceof Exec.Exited ended
        && UriState.parse(ended) instanceof Reading.Observed<UriState> sent) {
      last = sent.state();
    }
    Map<String, Value> result = new LinkedHashMap<>();
    result.put("url", Value.text(spec.url()));
    switch (last) {
      case UriState.Response answer -> add(result, spec, answer);
      case UriState.NoResponse none -> {
        result.put("status", Value.number(-1));
        result.put("msg", Value.text(none.why()));
      }
      case UriState.NoCurl _ -> {
        result.put("status", Value.number(-1));
        result.put("msg", Value.text("curl is missing"));
      }
      case UriState.NotSent _ -> {}
    }
    return result;
  }

  private static void add(Map<String, Value> result, UriSpec spec, UriState.Response answer) {
    answer
        .headers()
        .forEach((name, value) -> result.put(name.replace('-', '_'), Value.text(value)));
    result.put("url", Value.text(answer.url()));
    result.put("status", Value.number(answer.status()));
    result.put(
        "msg",
        Value.text(
            spec.accepts(answer.status())
                ? "OK (" + answer.body().length() + " bytes)"
                : "Status code was "
                    + answer.status()
                    + " and not "
                    + spec.statusCode()
                    + ": "
                    + spec.url()));
    if (spec.returnContent()) {
      result.put("content", Value.text(answer.body()));
    }
    if (answer.headers().getOrDefault("content-type", "").contains("json")) {
      JsonReader.read(answer.body()).ifPresent(json -> result.put("json", json));
    }
  }
}
