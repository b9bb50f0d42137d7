package dev.plumb.module.net;

import dev.plumb.remote.Exec;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What came of a request. */
sealed interface UriState {

  /** It would change something on the server, so it was not sent. */
  record NotSent() implements UriState {}

  /**
   * The server answered.
   *
   * @param headers of the last answer, when redirects were followed; names in lower case
   */
  record Response(int status, String url, Map<String, String> headers, String body)
      implements UriState {}

  /**
   * No answer came.
   *
   * @param why in curl's words
   */
  record NoResponse(String why) implements UriState {}

  /** The host has no curl. */
  record NoCurl() implements UriState {}

  /** What curl prints behind everything: the sizes tell headers, body and this line apart. */
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
      return Reading.unreadable("curl printed something unexpected:\n    " + ended.out());
    }
    int status = Integer.parseInt(trailer[0]);
    // 22 is our own: an answer, but not with a status that was asked for.
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
    return said.isEmpty() ? "curl ended with status " + ended.status() : said;
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
