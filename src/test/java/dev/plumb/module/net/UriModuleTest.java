package dev.plumb.module.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.change.Plan.CheckVerdict;
import dev.plumb.module.ModuleHarness;
import dev.plumb.module.TestValues;
import dev.plumb.remote.Command;
import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UriModuleTest {

  private static final String HEADERS =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Etcd-Index: 7\r\n\r\n";
  private static final String BODY = "{\"health\":\"true\"}\n";

  private final ModuleHarness<UriModule.Spec, UriState> uri = ModuleHarness.of(new UriModule());

  private static UriState answer(int status) {
    return new UriState.Response(
        status, "http://h/health", Map.of("content-type", "application/json"), BODY);
  }

  private static Exec.Exited printed(int status, String headers, String body, int code) {
    return Exec.Exited.of(
        status, headers + body + "\n" + code + " " + headers.length() + " http://h/health", "");
  }

  @Nested
  class Planning {

    @Test
    void isInSyncWithExpectedStatus() {
      uri.plan("url: http://h/health", answer(200)).isInSync();
      uri.plan("{url: http://h/health, status_code: [200, 404]}", answer(404)).isInSync();
    }

    @Test
    void isBlockedByUnexpectedStatus() {
      uri.plan("url: http://h/health", answer(503))
          .isBlocked("Unexpected response")
          .fixableByEarlierTask()
          .withDetail(
              """
              http://h/health responded with status 503; accepted: [200].
                  {"health":"true"}\
              """);
    }

    @Test
    void isBlockedWithoutResponse() {
      uri.plan("url: http://h/health", new UriState.NoResponse("curl: (7) refused"))
          .isBlocked("No response")
          .fixableByEarlierTask();
      uri.plan("url: http://h/health", new UriState.NoCurl())
          .isBlocked("curl is missing")
          .fixableByEarlierTask();
    }

    @Test
    void sendsUnsafeRequestsAsAction() {
      var spec = uri.read("{url: http://h/x, method: PUT, body: {a: 1}, body_format: json}");

      assertThat(new UriModule().probe(spec).questions()).isEmpty();
      assertThat(uri.plan(spec, new UriState.NotSent()).plan())
          .isInstanceOfSatisfying(
              dev.plumb.change.Plan.Action.class,
              action -> assertThat(action.checkVerdict()).isEqualTo(CheckVerdict.UNKNOWN));
      assertThat(CurlCommand.step(spec).input().utf8())
          .isEqualTo(
              """
              header = "Expect:"
              header = "Content-Type: application/json"
              data-raw = "{\\"a\\":1}"
              """);
    }
  }

  @Nested
  class Probing {

    private UriState read(Exec.Exited ended) {
      return UriState.parse(ended) instanceof Reading.Observed<UriState>(UriState state)
          ? state
          : new UriState.NoResponse("unreadable");
    }

    @Test
    void separatesHeadersFromBody() {
      assertThat(read(printed(0, HEADERS, BODY, 200)))
          .isEqualTo(
              new UriState.Response(
                  200,
                  "http://h/health",
                  Map.of("content-type", "application/json", "x-etcd-index", "7"),
                  BODY));
    }

    @Test
    void keepsHeadersOfLastResponseOnly() {
      String redirect = "HTTP/1.1 302 Found\r\nLocation: /health\r\n\r\n";

      assertThat(read(printed(0, redirect + HEADERS, "", 200)))
          .isInstanceOfSatisfying(
              UriState.Response.class,
              answer -> assertThat(answer.headers()).doesNotContainKey("location"));
    }

    @Test
    void reportsWhyThereIsNoResponse() {
      assertThat(
              read(
                  Exec.Exited.of(
                      7,
                      "\n000 0 http://h/health",
                      "curl: (7) Failed to connect to h port 80: Connection refused\n")))
          .isEqualTo(
              new UriState.NoResponse(
                  "curl: (7) Failed to connect to h port 80: Connection refused"));
      assertThat(read(Exec.Exited.of(127, "", "sh: curl: not found")))
          .isEqualTo(new UriState.NoCurl());
    }

    @Test
    void keepsSecretsOffTheCommandLine() {
      Command question =
          CurlCommand.question(
              uri.read(
                  "{url: http://h/x, url_username: me, url_password: 'hid\"den',"
                      + " headers: {Authorization: token abc}}"));

      assertThat(question.toString()).doesNotContain("hid").doesNotContain("abc");
      assertThat(question.input().utf8())
          .contains("user = \"me:hid\\\"den\"\n", "header = \"Authorization: token abc\"\n");
    }

    @Test
    void probesReadOnly() {
      ModuleHarness.assertReadOnly(new UriModule().probe(uri.read("url: http://h/x")));
      ModuleHarness.assertReadOnly(
          new UriModule().probe(uri.read("{url: http://h/x, method: HEAD}")));
    }

    @Test
    void encodesForms() {
      assertThat(
              CurlCommand.question(
                      uri.read(
                          "{url: http://h/x, body: {a b: c&d, e: ü}, body_format:"
                              + " form-urlencoded}"))
                  .input()
                  .utf8())
          .contains("data-raw = \"a%20b=c%26d&e=%C3%BC\"");
    }
  }

  @Nested
  class Results {

    @Test
    void containResponse() {
      assertThat(
              new UriModule()
                  .result(
                      uri.read("{url: http://h/health, return_content: true}"),
                      answer(200),
                      List.of()))
          .containsEntry("status", Value.number(200))
          .containsEntry("content", Value.text(BODY))
          .containsEntry("json", TestValues.yaml("{health: 'true'}"));
    }

    @Test
    void containResponseOfStep() {
      assertThat(
              new UriModule()
                  .result(
                      uri.read("{url: http://h/health, method: POST}"),
                      new UriState.NotSent(),
                      List.of(printed(22, HEADERS, BODY, 500))))
          .containsEntry("status", Value.number(500));
    }

    @Test
    void containStatusWithoutResponse() {
      assertThat(
              new UriModule()
                  .result(
                      uri.read("url: http://h/health"), new UriState.NoResponse("no"), List.of()))
          .containsEntry("status", Value.number(-1));
    }
  }

  @Test
  void requiresUrl() {
    uri.rejects(
        "url: ftp://h/x",
        "Invalid arguments: The module uri must have a \"url\" that begins with http:// or"
            + " https:// and has no spaces.");
  }
}
