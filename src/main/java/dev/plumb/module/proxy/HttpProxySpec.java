package dev.plumb.module.proxy;

import dev.plumb.module.Arg;
import dev.plumb.value.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The arguments of module {@code http_proxy}. */
record HttpProxySpec(
    @Arg(
            doc = "The URL of the proxy's API, as seen from the host itself.",
            example = "http://127.0.0.1:8001",
            defaultValue = "http://127.0.0.1:8001")
        String api,
    @Arg(
            doc = "The token of the API: the proxy's CONFIGPROXY_AUTH_TOKEN.",
            example = "${http_proxy_token}")
        Secret token,
    @Arg(
            doc = "The target of requests that match no other route.",
            example = "http://192.0.2.100:8888")
        Optional<String> defaultTarget,
    @Arg(doc = "Targets by path prefix.", example = "{/docs: \"http://192.0.2.101:80\"}")
        Map<String, String> routes,
    @Arg(
            doc =
                "Whether to remove other routes. They may belong to another program, such as"
                    + " JupyterHub.",
            example = "true",
            defaultValue = "false")
        boolean exclusive,
    @Arg(
            doc = "How long to wait for an answer of a proxy that just started.",
            example = "30",
            defaultValue = "30")
        Duration patience) {

  HttpProxySpec {
    Map<String, String> all = new TreeMap<>();
    routes.forEach((path, target) -> all.put(normalized(path), target));
    routes = all;
    if (!api.matches("https?://[^\\s\"\\\\]+")) {
      throw new IllegalArgumentException(
          "must have an \"api\" such as \"http://127.0.0.1:8001\", but was \"" + api + "\"");
    }
    for (String target : new TreeMap<>(desiredRoutes(routes, defaultTarget)).values()) {
      if (!target.matches("https?://[^\\s\"\\\\/]+(/\\S*)?")) {
        throw new IllegalArgumentException(
            "must have targets such as \"http://192.0.2.100:8888\", but one was \""
                + target
                + "\"");
      }
    }
    routes.keySet().stream()
        .filter(path -> !path.matches("/[\\w.~/%+-]*"))
        .findFirst()
        .ifPresent(
            path -> {
              throw new IllegalArgumentException(
                  "must have routes by their paths such as \"/docs\", but one was \""
                      + path
                      + "\"");
            });
    if (token.reveal().isBlank() || token.reveal().chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("must have a \"token\" of one line that is not empty");
    }
  }

  SortedMap<String, String> desiredRoutes() {
    return desiredRoutes(routes, defaultTarget);
  }

  private static SortedMap<String, String> desiredRoutes(
      Map<String, String> routes, Optional<String> defaultTarget) {
    SortedMap<String, String> wanted = new TreeMap<>(routes);
    defaultTarget.ifPresent(target -> wanted.put("/", target));
    return wanted;
  }

  /** Returns the path in the proxy's form: with a leading and no trailing slash. */
  private static String normalized(String path) {
    return "/" + path.replaceAll("^/+|/+$", "");
  }
}
