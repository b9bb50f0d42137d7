package dev.plumb.module.net;

import dev.plumb.change.Change;
import dev.plumb.change.Plan;
import dev.plumb.diagnostic.Diagnostic;
import dev.plumb.json.JsonReader;
import dev.plumb.module.Arg;
import dev.plumb.module.ModuleInfo;
import dev.plumb.module.TaskModule;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends an HTTP request from the host. A GET only reads, so it is sent as a probe, in a check too.
 * Other requests are steps; a check reports their result as unknown.
 */
public final class UriModule implements TaskModule<UriModule.Spec, UriState> {

  record Spec(
      @Arg(doc = "The URL.", example = "http://127.0.0.1:2379/health") String url,
      @Arg(
              doc = "The method. GET and HEAD only read, so a check sends them too.",
              example = "PUT",
              defaultValue = "GET")
          Method method,
      @Arg(doc = "The accepted response statuses.", example = "[200, 404]", defaultValue = "200")
          List<Integer> statusCode,
      @Arg(
              doc = "The body: a text, or with body_format json or form-urlencoded any value.",
              example = "{target: \"http://192.0.2.7:8888\"}")
          Optional<Value> body,
      @Arg(doc = "The encoding of the body.", example = "json", defaultValue = "raw")
          Format bodyFormat,
      @Arg(doc = "The request headers.", example = "{Accept: application/json}")
          Map<String, String> headers,
      @Arg(
              doc = "Whether the result contains the response body as content.",
              example = "true",
              defaultValue = "false")
          boolean returnContent,
      @Arg(doc = "The timeout in seconds.", example = "5", defaultValue = "30") Duration timeout,
      @Arg(
              doc = "Whether to verify the certificate of the server.",
              example = "false",
              defaultValue = "true")
          boolean validateCerts,
      @Arg(
              doc = "A file on the host with the trusted CA certificates.",
              example = "/etc/etcd/ca.pem")
          Optional<RemotePath> caPath,
      @Arg(doc = "A file on the host with the client certificate.", example = "/etc/etcd/me.pem")
          Optional<RemotePath> clientCert,
      @Arg(
              doc = "A file on the host with the key of the client certificate.",
              example = "/etc/etcd/me.key")
          Optional<RemotePath> clientKey,
      @Arg(doc = "A Unix domain socket on the host to connect to.", example = "/run/docker.sock")
          Optional<RemotePath> unixSocket,
      @Arg(doc = "The user for basic authentication.", example = "admin", aliases = "user")
          Optional<String> urlUsername,
      @Arg(
              doc = "The password for basic authentication.",
              example = "${api_password}",
              aliases = "password")
          Optional<Secret> urlPassword,
      @Arg(
              doc =
                  "Accepted for Ansible compatibility; ignored: the first request always contains"
                      + " the user.",
              example = "true",
              defaultValue = "true")
          boolean forceBasicAuth,
      @Arg(
              doc = "The redirects to follow: all, none, or safe for those of GET and HEAD.",
              example = "none",
              defaultValue = "safe")
          Redirects followRedirects) {

    enum Method {
      GET,
      HEAD,
      OPTIONS,
      POST,
      PUT,
      PATCH,
      DELETE;

      /** Whether it only reads, so that it may be sent early and in a check. */
      boolean isSafe() {
        return this == GET || this == HEAD;
      }
    }

    enum Format {
      RAW,
      JSON,
      FORM_URLENCODED
    }

    enum Redirects {
      SAFE,
      ALL,
      NONE
    }

    Spec {
      if (!url.matches("(?i)https?://[^\\s]+")) {
        throw new IllegalArgumentException(
            "must have a \"url\" that begins with http:// or https:// and has no spaces");
      }
      if (body.isPresent() && bodyFormat == Format.FORM_URLENCODED && !isFormable(body.get())) {
        throw new IllegalArgumentException(
            "must have a mapping or a text as \"body\" when \"body_format\" is form-urlencoded");
      }
    }

    private static boolean isFormable(Value body) {
      return body instanceof Value.Entries || body instanceof Value.Text;
    }

    boolean accepts(int status) {
      return statusCode.contains(status);
    }
  }

  @Override
  public ModuleInfo<Spec> info() {
    return ModuleInfo.of(
        "uri",
        Spec.class,
        "Sends an HTTP request from the host and checks the status of the response.");
  }

  @Override
  public Probe<UriState> probe(Spec spec) {
    return spec.method().isSafe()
        ? probePromisedReadOnly(spec)
        : Probe.constant(new UriState.NotSent());
  }

  @Override
  public Probe<UriState> probePromisedReadOnly(Spec spec) {
    return Probe.of(CurlCommand.question(spec), UriState::parse);
  }

  @Override
  public Plan<UriState> plan(Spec spec, UriState state) {
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
                  "No response",
                  "There is no response from " + spec.url() + ":\n    " + none.why()));
      case UriState.NoCurl _ ->
          Plan.blocked(
              Diagnostic.error(
                  "curl is missing",
                  "The host has no curl, which sends the request. Install the package curl in an"
                      + " earlier task."));
    };
  }

  private static Diagnostic unexpected(Spec spec, UriState.Response answer) {
    String body = answer.body().strip();
    return Diagnostic.error(
        "Unexpected response",
        answer.url()
            + " responded with status "
            + answer.status()
            + "; accepted: "
            + spec.statusCode()
            + "."
            + (body.isEmpty() ? "" : "\n    " + body.lines().limit(5).toList().getFirst()));
  }

  @Override
  public Map<String, Value> result(Spec spec, UriState state, List<Exec> ran) {
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

  private static void add(Map<String, Value> result, Spec spec, UriState.Response answer) {
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
