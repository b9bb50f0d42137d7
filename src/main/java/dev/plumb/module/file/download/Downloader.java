package dev.plumb.module.file.download;

import dev.plumb.host.files.PlacementScript;
import dev.plumb.remote.Command;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.Bytes;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The program that a host can download with. */
enum Downloader {
  CURL(
      """
      curl -K - -fsSL ${PLUMB_INSECURE:+--insecure} --connect-timeout "$PLUMB_TIMEOUT" \
      --speed-limit 1 --speed-time "$PLUMB_TIMEOUT" --url "$source" || failed=$?
      """),
  WGET(
      """
      config=$(mktemp)
      trap 'rm -f -- "$config"' EXIT
      cat >|"$config"
      wget -nv --config="$config" ${PLUMB_INSECURE:+--no-check-certificate} \
      --timeout="$PLUMB_TIMEOUT" --tries=1 -O - -- "$source" || failed=$?
      rm -f -- "$config"
      """),
  NONE("");

  // The program itself has said why.
  private static final String REST =
      """
        if [ "$failed" -ne 0 ]; then
          echo "Nothing was downloaded from $source; $dest is as it was." >&2
          exit "$failed"
        fi
      }
      received() {
        [ "$PLUMB_DIGEST" ] || return 0
        sum=$("$PLUMB_SUM" <"$t")
        if [ "${sum%% *}" != "$PLUMB_DIGEST" ]; then
          echo "The file at $source has the $PLUMB_SUM ${sum%% *}, not $PLUMB_DIGEST; $dest is as it was." >&2
          exit 1
        fi
      }
      """;

  private final String fill;

  Downloader(String download) {
    this.fill = download;
  }

  static Probe<Downloader> probe() {
    return Probe.of(
        Command.shell("command -v curl || command -v wget || true"),
        answer -> {
          if (!answer.succeeded()) {
            return Reading.unreadable("No downloader could be looked for: " + answer.err().strip());
          }
          String path = answer.out().strip();
          return Reading.of(path.endsWith("curl") ? CURL : path.endsWith("wget") ? WGET : NONE);
        });
  }

  Command download(GetUrlSpec spec, RemotePath path, Optional<FileMode> mode) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("PLUMB_TIMEOUT", Long.toString(Math.max(1, spec.timeout().toSeconds())));
    settings.put("PLUMB_INSECURE", spec.validateCerts() ? "" : "true");
    settings.put("PLUMB_SUM", spec.checksum().map(c -> c.kind().program()).orElse(""));
    settings.put("PLUMB_DIGEST", spec.checksum().map(Checksum::digits).orElse(""));
    return PlacementScript.of("download", "fill() {\nfailed=0\n" + fill + REST)
        .command(
            List.of(spec.url().text(), path.value()),
            mode,
            spec.access(),
            Optional.empty(),
            spec.backup(),
            false)
        .withEnvironment(settings)
        .withInput(Bytes.utf8(this == WGET ? wgetConfig(spec) : curlConfig(spec)));
  }

  /** What may be secret goes by standard input: a command line can be seen by anyone. */
  private static String curlConfig(GetUrlSpec spec) {
    StringBuilder config = new StringBuilder();
    spec.urlUsername()
        .ifPresent(user -> config.append(curlLine("user", user + ":" + password(spec))));
    spec.headers().forEach((name, value) -> config.append(curlLine("header", name + ": " + value)));
    return config.toString();
  }

  private static String curlLine(String name, String value) {
    return "%s = \"%s\"\n".formatted(name, value.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private static String wgetConfig(GetUrlSpec spec) {
    StringBuilder config = new StringBuilder();
    spec.urlUsername()
        .ifPresent(
            user ->
                config.append(
                    "user=%s\npassword=%s\nauth_no_challenge=on\n"
                        .formatted(user, password(spec))));
    spec.headers()
        .forEach((name, value) -> config.append("header=%s: %s\n".formatted(name, value)));
    return config.toString();
  }

  private static String password(GetUrlSpec spec) {
    return spec.urlPassword().map(Secret::reveal).orElse("");
  }
}
