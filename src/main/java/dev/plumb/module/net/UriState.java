package dev.plumb.module.net;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The outcome of a request. */
sealed interface UriState {

  /** Not sent, since it may change something on the server. */
  record NotSent() implements UriState {}

  /**
   * The server responded.
   *
   * @param headers of the last response, if redirects were followed; names in lower case
   */
  record Response(int status, String url, Map<String, String> headers, String body)
      implements UriState {}

  /**
   * There is no response.
   *
   * @param why the message of curl
   */
  record NoResponse(String why) implements UriState {}

  /** The host has no curl. */
  record NoCurl() implements UriState {}

  /** Printed by curl after everything else; the sizes separate headers, body and this line. */
  String TRAILER = "\n%{http_code} %{size_header} %{url_effective}";

  static Reading<UriState> parse(Exec.Exited ended) {
    if (ended.status() == 127) {
      return Reading.of(new NoCurl());
    }
    byte[] out = ended.stdout().toArray();
    int lastLine = out.length - 1;
    while (lastLine >= 0 && out[lastLine] != '\n') {
      lastLine--;
    }
    if (lastLine < 0) {
      return ended.err().startsWith("curl: ")
          ? Reading.of(new NoResponse(reason(ended)))
          : Reading.unreadable("curl failed: " + reason(ended));
    }
    String[] trailer =
        new String(out, lastLine + 1, out.length - lastLine - 1, StandardCharsets.UTF_8)
            .split(" ", 3);
    if (trailer.length != 3 || !trailer[0].matches("\\d+") || !trailer[1].matches("\\d+")) {
      return Reading.unreadable("The output of curl could not be parsed:\n    " + ended.out());
    }
    int status = Integer.parseInt(trailer[0]);
    // The script exits with 22 for a response whose status is not accepted.
    if (status == 0 || (ended.status() != 0 && ended.status() != 22)) {
      return Reading.of(new NoResponse(reason(ended)));
    }
    int headerEnd = Math.min(Integer.parseInt(trailer[1]), lastLine);
    return Reading.of(
        new Response(
            status,
            trailer[2],
            headers(Bytes.of(out, 0, headerEnd).utf8()),
            Bytes.of(out, headerEnd, lastLine).utf8()));
  }

  private static String reason(Exec.Exited ended) {
    String said = ended.err().strip();
    return said.isEmpty() ? "curl exited with status " + ended.status() : said;
  }

  private static Map<String, String> headers(String blocks) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : blocks.lines().toList()) {
      int colon = line.indexOf(':');
      if (line.startsWith("HTTP/")) {
        headers.clear();
      } else if (colon > 0) {
        headers.merge(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip(),
            (first, second) -> first + ", " + second);
      }
    }
    return headers;
  }
}
