package dev.plumb.module.docker.daemon;

import dev.plumb.json.JsonWriter;
import dev.plumb.remote.Command;
import dev.plumb.remote.Step;
import dev.plumb.value.Bytes;
import dev.plumb.value.Content;
import dev.plumb.value.FileMode;
import dev.plumb.value.RemotePath;
import dev.plumb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps that configure, reload and restart dockerd. */
final class DaemonSteps {

  /**
   * systemctl reload succeeds even if dockerd rejects the file; only a daemon event reports
   * success. Without the event, this restores the old file with an old modification time: dockerd
   * would not start with the new one.
   */
  private static final String RELOAD =
      """
      # reload dockerd and verify that it accepts the settings
      since=$(date +%s.%N)
      systemctl reload docker.service || exit
      for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -z "$(docker events --since "$since" --until "$(date +%s.%N)" --filter type=daemon --filter event=reload)" ] ||
          exit 0
        sleep 0.5
      done
      cat >"$1.old" && touch -d "@$((${since%.*} - 1))" -- "$1.old" && mv -f -- "$1.old" "$1"
      [ -s "$1" ] || rm -f -- "$1"
      echo "dockerd rejected the settings; the old file was restored. dockerd reported:" >&2
      journalctl --unit=docker.service --since="@${since%.*}" --output=cat --no-pager --lines=5 >&2
      exit 1
      """;

  private DaemonSteps() {}

  static String text(Map<String, Value> settings) {
    return JsonWriter.pretty(Value.map(new TreeMap<>(settings)));
  }

  /**
   * @param mayValidate whether this version of dockerd can validate the file
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
            false,
            true));
  }

  /** Writes or removes a drop-in. */
  static List<Step> dropIn(RemotePath path, Optional<String> text) {
    return text.isEmpty()
        ? List.of(Step.run("rm", "-f", "--", path.value()), daemonReload())
        : List.of(
            Step.run("mkdir", "-p", "--", path.parent().value()),
            Step.Write.of(path, Content.utf8(text.get()), Optional.of(FileMode.of("0644"))),
            daemonReload());
  }

  static Step daemonReload() {
    return Step.run("systemctl", "daemon-reload");
  }

  /**
   * @param before the previous content of the file; empty if it did not exist
   */
  static Step reload(RemotePath file, String before) {
    return new Step.Run(Command.shell(RELOAD, file.value()).withInput(Bytes.utf8(before)));
  }

  static Step unit(String verb) {
    return Step.run("systemctl", verb, "--", "docker.service");
  }
}
