package dev.plumb.module.proxy;

import dev.plumb.json.JsonWriter;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requests to the proxy's API. curl reads the token from standard input, so that no process list
 * shows it.
 */
final class ProxyApi {

  private ProxyApi() {}

  static Command listRoutes(HttpProxySpec spec) {
    return curl(spec, List.of("-w", "\n%{http_code}"), "/api/routes", "");
  }

  static Step.Await awaitReady(HttpProxySpec spec) {
    return new Step.Await(
        curl(spec, List.of("-f"), "/api/routes", ""), spec.patience(), Duration.ofSeconds(1));
  }

  static Step add(HttpProxySpec spec, String path, String target) {
    String body = JsonWriter.write(Value.map(Map.of("target", Value.text(target))));
    return new Step.Run(
        curl(
            spec,
            List.of("-f", "-X", "POST"),
            "/api/routes" + path,
            "data = \"" + body.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n"));
  }

  static Step remove(HttpProxySpec spec, String path) {
    return new Step.Run(curl(spec, List.of("-f", "-X", "DELETE"), "/api/routes" + path, ""));
  }

  private static Command curl(
      HttpProxySpec spec, List<String> options, String path, String moreConfig) {
    List<String> words = new ArrayList<>(List.of("curl", "-q", "-g", "-sS", "-K", "-"));
    words.addAll(List.of("--max-time", "5"));
    words.addAll(options);
    words.add(spec.api().replaceAll("/+$", "") + path);
    String token = spec.token().reveal().replace("\\", "\\\\").replace("\"", "\\\"");
    return Command.of(words)
        .withInput(Bytes.utf8("header = \"Authorization: token " + token + "\"\n" + moreConfig));
  }
}
