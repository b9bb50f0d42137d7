package dev.plumb.module.docker.daemon;

import dev.plumb.host.systemd.UnitAge;
import dev.plumb.host.systemd.UnitName;
import dev.plumb.state.Probe;
import dev.plumb.value.RemotePath;
import java.math.BigDecimal;
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

  private static final UnitName DOCKER = new UnitName("docker.service");

  private ConfigReadTime() {}

  static Probe<Boolean> hasReadCurrentFile(RemotePath file) {
    Probe<Optional<BigDecimal>> reloaded =
        UnitAge.property(DOCKER, "Service", "ExecReload")
            .map(
                text -> {
                  Matcher times = RELOADED.matcher(text);
                  return times.find() ? UnitAge.micros(times.group(1)) : Optional.empty();
                });
    return Probe.combine(
        UnitAge.modified(file),
        UnitAge.started(DOCKER),
        reloaded,
        (changed, start, reload) ->
            changed.isEmpty()
                || Stream.of(start, reload)
                    .flatMap(Optional::stream)
                    .anyMatch(read -> read.compareTo(changed.get()) > 0));
  }
}
