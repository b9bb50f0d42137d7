package dev.plumb.module.docker;

import dev.plumb.json.JsonWriter;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is done on a host to dockerd. */
final class DockerDaemonSteps {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * A reload ends at once and well, whatever dockerd makes of it: whether it took the settings only
   * its event tells. Where it did not, the file is made to look changed, so that the next run does
   * not take it for read.
   */
  private static final String RELOAD =
      """
      # reload dockerd and see it take the settings
      since=$(date +%s.%N)
      systemctl reload docker.service || exit
      for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -z "$(docker events --since "$since" --until "$(date +%s.%N)" --filter type=daemon --filter event=reload)" ] ||
          exit 0
        sleep 0.5
      done
      touch -- "$1"
      echo "dockerd did not take the settings. It said:" >&2
      journalctl --unit=docker.service --since="@${since%.*}" --output=cat --no-pager --lines=5 >&2
      exit 1
      """;

  /** A dockerd that cannot reach its store starts well and says so in its log only. */
  private static final String ANSWERS =
      """
      # dockerd answers and is connected to its store
      [ -n "$1" ] || exec docker info >/dev/null 2>&1
      [ "$(docker info --format '{{.ClusterStore}}' 2>/dev/null)" = "$1" ] || exit
      shift
      command -v ss >/dev/null && [ $# -gt 0 ] || exit 0
      for port; do
        ss -Htnp state established dport = ":$port" | grep -q '"dockerd"' && exit 0
      done
      exit 1
      """;

  private static final Pattern PORT = Pattern.compile(":(\\d+)(?=[,/]|$)");

  private DockerDaemonSteps() {}

  static String text(Map<String, Value> settings) {
    return JsonWriter.pretty(Value.map(new TreeMap<>(settings)));
  }

  /**
   * @param mayValidate whether this dockerd can tell by itself whether it would take the file
   */
  static List<Step> write(RemotePath file, Map<String, Value> settings, boolean mayValidate) {
    return List.of(
        Step.run("mkdir", "-p", "--", file.parent().value()),
        new Step.Write(
            file,
            Content.utf8(text(settings)),
            Optional.of(FileMode.of("0644")),
            Optional.empty(),
            Optional.empty(),
            mayValidate
                ? Optional.of(Command.of("dockerd", "--validate", "--config-file=%s"))
                : Optional.empty(),
            false));
  }

  static List<Step> writeDropIn(String path, String text) {
    RemotePath file = RemotePath.of(path);
    return List.of(
        Step.run("mkdir", "-p", "--", file.parent().value()),
        Step.Write.of(file, Content.utf8(text), Optional.of(FileMode.of("0644"))),
        daemonReload());
  }

  static Step daemonReload() {
    return Step.run("systemctl", "daemon-reload");
  }

  static Step reload(RemotePath file) {
    return new Step.Run(Command.shell(RELOAD, file.value()));
  }

  /** Starts or restarts it, and waits for its health, so that no other host's turn comes before. */
  static List<Step> bringUp(String verb, boolean failed, Optional<String> store) {
    List<Step> steps = new ArrayList<>();
    if (failed) {
      // It may have failed so often that systemd starts it no more.
      steps.add(Step.run("systemctl", "reset-failed", "--", "docker.service"));
    }
    steps.add(Step.run("systemctl", verb, "--", "docker.service"));
    String[] asked =
        Stream.concat(
                Stream.of(store.orElse("")),
                PORT.matcher(store.orElse("")).results().map(port -> port.group(1)).distinct())
            .toArray(String[]::new);
    steps.add(
        new Step.Await(Command.shell(ANSWERS, asked), PATIENCE, Duration.ofMillis(500)));
    return steps;
  }
}
