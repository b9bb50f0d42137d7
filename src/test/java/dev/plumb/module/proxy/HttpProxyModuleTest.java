package dev.plumb.module.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan;
import dev.plumb.module.ModuleHarness;
import dev.plumb.module.proxy.HttpProxyModule.ProxyState;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.remote.Step;
import dev.plumb.state.Reading;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HttpProxyModuleTest {

  private static final String TOKEN = "0123456789abcdef";
  private final ModuleHarness<HttpProxySpec, ProxyState> proxy =
      ModuleHarness.of(new HttpProxyModule());

  private static String args(String more) {
    return "{token: %s, default_target: 'http://192.0.2.100:8888', routes: {docs/: 'http://192.0.2.7'}%s}"
        .formatted(TOKEN, more);
  }

  private static ProxyState routes(String... pathsAndTargets) {
    Map<String, String> routes = new TreeMap<>();
    for (int i = 0; i < pathsAndTargets.length; i += 2) {
      routes.put(pathsAndTargets[i], pathsAndTargets[i + 1]);
    }
    return new ProxyState.Routes(routes);
  }

  @Test
  void addsMissingRoutesAndCorrectsTargets() {
    proxy
        .plan(args(""), routes("/docs", "http://192.0.2.8", "/hub", "http://192.0.2.9"))
        .needs(
            """
            route /: absent -> http://192.0.2.100:8888
              run curl -q -g -sS -K - --max-time 5 -f -X POST http://127.0.0.1:8001/api/routes/
            route /docs: http://192.0.2.8 -> http://192.0.2.7
              run curl -q -g -sS -K - --max-time 5 -f -X POST http://127.0.0.1:8001/api/routes/docs
            """);
  }

  @Test
  void removesOtherRoutesOnlyWhenExclusive() {
    ProxyState found =
        routes(
            "/",
            "http://192.0.2.100:8888",
            "/docs",
            "http://192.0.2.7",
            "/hub",
            "http://192.0.2.9");
    proxy.plan(args(""), found).isInSync();
    proxy
        .plan(args(", exclusive: true"), found)
        .needs(
            """
            route /hub: http://192.0.2.9 -> absent
              run curl -q -g -sS -K - --max-time 5 -f -X DELETE http://127.0.0.1:8001/api/routes/hub
            """);
  }

  @Test
  void waitsForAProxyThatIsAboutToAnswer() {
    proxy
        .plan(
            "{token: " + TOKEN + ", default_target: 'http://192.0.2.1'}",
            new ProxyState.Unreachable())
        .needs(
            """
            answers: no -> yes
              wait until curl -q -g -sS -K - --max-time 5 -f http://127.0.0.1:8001/api/routes
            route /: absent -> http://192.0.2.1
              run curl -q -g -sS -K - --max-time 5 -f -X POST http://127.0.0.1:8001/api/routes/
            """);
  }

  @Test
  void isBlockedWhenTheTokenIsRejected() {
    proxy
        .plan(args(""), new ProxyState.Unauthorized())
        .isBlocked("Proxy rejects the token")
        .withDetail(
            "The proxy at http://127.0.0.1:8001 uses a different token. Check that the token equals"
                + " CONFIGPROXY_AUTH_TOKEN in the proxy's environment and that the proxy was"
                + " restarted since it was set.");
    proxy
        .plan(args(""), new ProxyState.NoCurl())
        .isBlocked("curl is not installed")
        .fixableByEarlierTask();
  }

  @Test
  void keepsTheTokenOutOfEveryCommandLine() {
    HttpProxySpec spec = proxy.read(args(""));
    for (Command question : proxy.module().probe(spec).questions()) {
      assertThat(String.join(" ", question.words())).doesNotContain(TOKEN);
      assertThat(question.input().utf8())
          .isEqualTo("header = \"Authorization: token " + TOKEN + "\"\n");
    }
    assertThat(proxy.module().plan(spec, new ProxyState.Unreachable()))
        .isInstanceOfSatisfying(
            Plan.Needed.class, needed -> assertThat(needed.toString()).doesNotContain(TOKEN));
    assertThat(ProxyApi.add(spec, "/a", "http://192.0.2.1"))
        .isInstanceOfSatisfying(
            Step.Run.class,
            run ->
                assertThat(run.command().input().utf8())
                    .endsWith("data = \"{\\\"target\\\":\\\"http://192.0.2.1\\\"}\"\n"));
  }

  @Test
  void readsRoutes() {
    String answer =
        "{\"/\":{\"target\":\"http://192.0.2.100:8888\",\"last_activity\":\"2026-11-25T14:00:00Z\"}}";
    assertThat(HttpProxyModule.read(Exec.Exited.of(0, answer + "\n200", "")))
        .isEqualTo(Reading.of(routes("/", "http://192.0.2.100:8888")));
    assertThat(HttpProxyModule.read(Exec.Exited.of(0, "\n403", "")))
        .isEqualTo(Reading.of(new ProxyState.Unauthorized()));
    assertThat(HttpProxyModule.read(Exec.Exited.of(7, "", "curl: (7) Failed to connect\n")))
        .isEqualTo(Reading.of(new ProxyState.Unreachable()));
    assertThat(HttpProxyModule.read(Exec.Exited.of(28, "\n000", "curl: (28) timed out\n")))
        .isEqualTo(
            Reading.unreadable(
                "The proxy's API returned no list of routes (status 000): curl: (28) timed out"));
  }

  @Test
  void rejectsInvalidTargets() {
    proxy.rejects(
        "{token: x, default_target: '192.0.2.100:8888'}",
        "Invalid arguments: The module http_proxy must have targets such as"
            + " \"http://192.0.2.100:8888\", but one was \"192.0.2.100:8888\".");
  }
}
