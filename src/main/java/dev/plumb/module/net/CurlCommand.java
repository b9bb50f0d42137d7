package dev.plumb.module.net;

import dev.plumb.json.JsonWriter;
import dev.plumb.module.net.UriModule.Spec.Format;
import dev.plumb.module.net.UriModule.Spec.Method;
import dev.plumb.module.net.UriModule.Spec.Redirects;
import dev.plumb.remote.Command;
import dev.plumb.value.Bytes;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request as a command. Headers, body and password go by curl's standard input as a
 * configuration, so that no list of processes shows them.
 */
final class CurlCommand {

  // $1 the accepted statuses; the rest is curl's. The output goes to a file first, since the status
  // comes last.
  private static final String CHECKED =
      """
      fine=$1; shift
      t=$(mktemp) || exit 1
      trap 'rm -f "$t"' EXIT
      "$@" >"$t"; s=$?
      cat "$t"
      [ "$s" = 0 ] || exit "$s"
      code=$(tail -n 1 "$t"); code=${code%% *}
      case " $fine " in *" $code "*) exit 0 ;; esac
      echo "The response has status $code; accepted: $fine." >&2
      exit 22
      """;

  private CurlCommand() {}

  /** Exits with status 0 for every response. */
  static Command question(UriModule.Spec spec) {
    return command(spec, words(spec));
  }

  /** Exits with status 0 only for a response with an accepted status. */
  static Command step(UriModule.Spec spec) {
    String fine = spec.statusCode().stream().map(String::valueOf).collect(Collectors.joining(" "));
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", CHECKED, "sh", fine));
    words.addAll(words(spec));
    return command(spec, words);
  }

  private static Command command(UriModule.Spec spec, List<String> words) {
    return Command.of(words)
        .withInput(Bytes.utf8(config(spec)))
        .withTimeout(spec.timeout().plusSeconds(5));
  }

  private static List<String> words(UriModule.Spec spec) {
    // -q comes first: the user's curl configuration on the host must not interfere.
    List<String> words = new ArrayList<>(List.of("curl", "-q", "-g", "-sS", "-K", "-"));
    words.addAll(List.of("-w", UriState.TRAILER));
    words.addAll(List.of("--max-time", String.valueOf(Math.max(1, spec.timeout().toSeconds()))));
    // With --head curl prints the headers anyway.
    words.addAll(
        spec.method() == Method.HEAD
            ? List.of("--head")
            : List.of("-D", "-", "-X", spec.method().name()));
    if (spec.followRedirects() == Redirects.ALL
        || (spec.followRedirects() == Redirects.SAFE && spec.method().isSafe())) {
      words.add("-L");
    }
    if (!spec.validateCerts()) {
      words.add("-k");
    }
    add(words, "--cacert", spec.caPath());
    add(words, "--cert", spec.clientCert());
    add(words, "--key", spec.clientKey());
    add(words, "--unix-socket", spec.unixSocket());
    words.add("--url");
    words.add(spec.url());
    return words;
  }

  private static void add(List<String> words, String option, Optional<RemotePath> path) {
    path.ifPresent(
        p -> {
          words.add(option);
          words.add(p.value());
        });
  }

  private static String config(UriModule.Spec spec) {
    StringBuilder config = new StringBuilder();
    boolean typed =
        spec.headers().keySet().stream().anyMatch(name -> name.equalsIgnoreCase("content-type"));
    spec.headers().forEach((name, value) -> option(config, "header", name + ": " + value));
    // curl would wait for "100 Continue", which small servers do not send.
    option(config, "header", "Expect:");
    spec.urlUsername()
        .ifPresent(
            user ->
                option(
                    config,
                    "user",
                    user + ":" + spec.urlPassword().map(secret -> secret.reveal()).orElse("")));
    spec.body()
        .ifPresent(
            body -> {
              if (!typed) {
                option(config, "header", "Content-Type: " + contentType(spec.bodyFormat()));
              }
              option(config, "data-raw", text(spec.bodyFormat(), body));
            });
    return config.toString();
  }

  private static String contentType(Format format) {
    return switch (format) {
      case RAW -> "text/plain";
      case JSON -> "application/json";
      case FORM_URLENCODED -> "application/x-www-form-urlencoded";
    };
  }

  private static String text(Format format, Value body) {
    return switch (format) {
      // Ansible sends a text unchanged, as it is already JSON.
      case JSON -> body instanceof Value.Text text ? text.text() : JsonWriter.write(body);
      case FORM_URLENCODED ->
          body instanceof Value.Entries form
              ? form.map().entrySet().stream()
                  .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue().toString()))
                  .collect(Collectors.joining("&"))
              : body.toString();
      case RAW ->
          body instanceof Value.Entries || body instanceof Value.Items
              ? JsonWriter.write(body)
              : body.toString();
    };
  }

  /** As a form's text has it: all but letters, digits and four signs as percent and two digits. */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c < 128 && Character.isLetterOrDigit(c)) || "-_.~".indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted(b & 0xff));
      }
    }
    return encoded.toString();
  }

  private static void option(StringBuilder config, String name, String value) {
    config.append(name.toLowerCase(Locale.ROOT)).append(" = \"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\', '"' -> config.append('\\').append(c);
        case '\n' -> config.append("\\n");
        case '\r' -> config.append("\\r");
        case '\t' -> config.append("\\t");
        default -> config.append(c);
      }
    }
    config.append("\"\n");
  }
}
