package dev.plumb.host.systemd;

import dev.plumb.host.files.FileErrors;
import dev.plumb.remote.Command;
import dev.plumb.state.Probe;
import dev.plumb.state.Reading;
import dev.plumb.value.RemotePath;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Whether a unit was started before files that it reads last changed.
 *
 * <p>Asks the message bus: systemctl prints times in whole seconds of the host's time zone, and a
 * file may change in the second in which its unit starts. All times are seconds since 1970.
 */
public final class UnitAge {

  private UnitAge() {}

  /** A file and the time of its last change. */
  private record Changed(RemotePath path, BigDecimal time) {}

  /** The last changed of these files, if it changed after the unit was started. */
  public static Probe<Optional<RemotePath>> changedSinceStart(
      UnitName unit, List<RemotePath> files) {
    Probe<Optional<Changed>> newest =
        Probe.all(
                files.stream()
                    .map(file -> modified(file).map(at -> at.map(time -> new Changed(file, time))))
                    .toList())
            .map(
                all ->
                    all.stream()
                        .flatMap(Optional::stream)
                        .reduce((a, b) -> b.time().compareTo(a.time()) > 0 ? b : a));
    return started(unit)
        .and(
            newest,
            (started, last) ->
                last.filter(file -> started.filter(at -> file.time().compareTo(at) > 0).isPresent())
                    .map(Changed::path));
  }

  /**
   * When a unit last left the inactive state; empty when it never did. The begin of the start
   * counts, not its end: that is when a unit begins to read its files.
   */
  public static Probe<Optional<BigDecimal>> started(UnitName unit) {
    return property(unit, "Unit", "InactiveExitTimestamp")
        .flatMap(
            text ->
                text.isEmpty() || text.matches("t \\d+")
                    ? Reading.of(micros(text.replaceFirst("^t ", "")))
                    : Reading.unreadable("busctl printed an unexpected time: " + text));
  }

  /** A property as busctl prints it, after its type; empty when there is no bus or no such unit. */
  public static Probe<String> property(UnitName unit, String type, String name) {
    return Probe.of(
        Command.of(
            "busctl",
            "get-property",
            "org.freedesktop.systemd1",
            unit.busPath(),
            "org.freedesktop.systemd1." + type,
            name),
        ended -> {
          if (ended.succeeded()) {
            return Reading.of(ended.out().strip());
          }
          // Without systemd no unit was ever started; systemctl's answer reports that it is absent.
          boolean noSystemd =
              ended.status() == 127
                  || ended.err().contains("not been booted with systemd")
                  || ended.err().contains("Unknown object")
                  || FileErrors.isMissing(ended);
          return noSystemd
              ? Reading.of("")
              : Reading.unreadable(
                  "busctl ended with status %d and printed:\n    %s"
                      .formatted(ended.status(), ended.err().strip()));
        });
  }

  /** When a file last changed; links are followed. Empty when it does not exist. */
  public static Probe<Optional<BigDecimal>> modified(RemotePath file) {
    return Probe.of(
        Command.ofMergeable(List.of("stat", "-L", "--printf=%.9Y %n\\0", "--"), file.value()),
        stat -> {
          String time = stat.out().split(" ", 2)[0];
          return time.matches("\\d+\\.\\d+")
              ? Reading.of(Optional.of(new BigDecimal(time)))
              : FileErrors.isMissing(stat)
                  ? Reading.of(Optional.empty())
                  : Reading.unreadable(
                      "The time of %s could not be read: %s"
                          .formatted(file, (stat.err() + stat.out()).strip()));
        });
  }

  /** Microseconds as the bus counts them; none are 0. */
  public static Optional<BigDecimal> micros(String digits) {
    return digits.isEmpty() || digits.equals("0")
        ? Optional.empty()
        : Optional.of(new BigDecimal(digits).movePointLeft(6));
  }
}
