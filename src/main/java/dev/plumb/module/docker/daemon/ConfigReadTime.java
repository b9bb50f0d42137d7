package dev.plumb.module.docker.daemon;

import dev.plumb.remote.Command;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether dockerd was started or reloaded after its configuration file last changed. The times come
 * from D-Bus, because systemctl rounds them to seconds.
 */
final class ConfigReadTime {

  /** ExecReload on D-Bus: four times follow the flag that says whether failures are ignored. */
  private static final Pattern RELOADED =
      Pattern.compile(
          "^a\\(sasbttttuii\\) .*\\b(?:true|false) (\\d+) \\d+ \\d+ \\d+ \\d+ \\d+ \\d+$");

  private ConfigReadTime() {}

  static Probe<Boolean> hasReadCurrentFile(RemotePath file) {
    Probe<Optional<BigDecimal>> changed =
        Probe.of(
            Command.ofMergeable(List.of("stat", "-L", "--printf=%.9Y %n\\0", "--"), file.value()),
            ended -> Reading.of(seconds(ended.out().split(" ", 2)[0])));
    Probe<Optional<BigDecimal>> started =
        Probe.of(
            property("Unit", "InactiveExitTimestamp"),
            ended -> Reading.of(micros(ended.out().strip().replaceFirst("^t ", ""))));
    Probe<Optional<BigDecimal>> reloaded =
        Probe.of(
            property("Service", "ExecReload"),
            ended -> {
              Matcher times = RELOADED.matcher(ended.out().strip());
              return Reading.of(times.find() ? micros(times.group(1)) : Optional.empty());
            });
    return changed.and(
        started.and(
            reloaded,
            (start, reload) ->
                Stream.of(start, reload).flatMap(Optional::stream).max(BigDecimal::compareTo)),
        (change, read) ->
            change.isEmpty() || read.filter(at -> at.compareTo(change.get()) > 0).isPresent());
  }

  private static Command property(String of, String name) {
    return Command.of(
        "busctl",
        "get-property",
        "org.freedesktop.systemd1",
        "/org/freedesktop/systemd1/unit/docker_2eservice",
        "org.freedesktop.systemd1." + of,
        name);
  }

  private static Optional<BigDecimal> seconds(String text) {
    return text.matches("\\d+(\\.\\d+)?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private static Optional<BigDecimal> micros(String text) {
    return seconds(text).map(number -> number.movePointLeft(6));
  }
}
